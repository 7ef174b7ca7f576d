package io.github.chunkupload.gateway;

import io.github.chunkupload.store.ObjectReceipt;
import java.util.concurrent.CompletableFuture;

/**
 * A client's place in a delivery.
 *
 * @param entry what is delivered
 * @param round the outcome of the attempt that the client waits for
 * @param joined whether the client's object needs no delivery of its own, because that of the same bytes before it counts
 */
record Ticket(OutboxEntry entry, CompletableFuture<ObjectReceipt> round, boolean joined) {
}
