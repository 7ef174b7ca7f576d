package io.github.chunkupload.store;

import java.time.Instant;

/**
 * What a store tells of a bucket.
 *
 * @param name its name
 * @param created when it was made, or first used; the epoch where the store does not tell
 */
public record BucketInfo(String name, Instant created) {
}
