package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import java.time.Instant;

/**
 * What a store tells of an object.
 *
 * @param object its name
 * @param size bytes
 * @param etag opaque, without quotes
 * @param sums checksums of the whole object, as far as known
 * @param metadata what travels with it
 * @param modified when it became what it is
 */
public record ObjectInfo(ObjectRef object, long size, String etag, Checksums sums, Metadata metadata, Instant modified) {
}
