package io.github.chunkupload.transfer;

import io.github.chunkupload.store.ObjectReceipt;
import java.time.Duration;

/**
 * What a transfer did.
 *
 * @param receipt what the store answered for the object
 * @param bytes of the object
 * @param parts the object was made of; 0: it went in one PUT, or the store had it already
 * @param resumedParts parts that an earlier transfer had sent
 * @param resumedBytes bytes of those
 * @param proof by which it is known that the bytes arrived: that of the whole object where the store told one, else the weakest of its
 *     parts
 * @param uploadId the store's name of the upload; empty where there was none
 * @param duration from the call to the answer
 */
public record TransferResult(ObjectReceipt receipt, long bytes, int parts, int resumedParts, long resumedBytes, Proof proof,
        String uploadId, Duration duration) {
}
