package io.github.chunkupload.component;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;

/**
 * What a store can do beyond uploads and single objects.
 *
 * @param store the store
 * @param protocol the name of its protocol, for refusals
 */
record Capabilities(ObjectStore store, String protocol) {

    /**
     * Returns what {@code operation} needs.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED}, naming protocol and operation, where the store does not have it
     */
    <C> C need(Class<C> type, ChunkUploadOperation operation) {
        return store.capability(type).orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "Protocol " + protocol
            + " does not know the operation " + operation.token()));
    }
}
