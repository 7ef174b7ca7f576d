package io.github.chunkupload.store;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * How far an open upload is.
 *
 * @param upload its name
 * @param initiated when it was opened
 * @param stored bytes that the store has; what was sent twice counts once
 * @param size bytes that the object will have; empty: not told
 */
public record UploadProgress(UploadRef upload, Instant initiated, long stored, OptionalLong size) {
}
