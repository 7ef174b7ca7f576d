package io.github.chunkupload.store;

import java.time.Instant;

/**
 * An open upload in a list.
 *
 * @param upload its name
 * @param initiated when it was opened
 * @param metadata what was given at initiate, as far as the list tells
 */
public record UploadInfo(UploadRef upload, Instant initiated, Metadata metadata) {
}
