package io.github.chunkupload.store;

import java.time.Instant;

/**
 * A part that the store holds.
 *
 * @param receipt what the store tells of it
 * @param modified when it was stored
 */
public record StoredPart(PartReceipt receipt, Instant modified) {
}
