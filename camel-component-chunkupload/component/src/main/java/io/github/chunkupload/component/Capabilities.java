package io.github.chunkupload.component;

import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Verify;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a store can do beyond uploads and single objects.
 *
 * @param store the store
 * @param protocol the name of its protocol, for refusals
 */
record Capabilities(ObjectStore store, String protocol) {

    private static final Map<ChunkUploadOperation, Class<?>> NEEDS = new EnumMap<>(Map.of(
        ChunkUploadOperation.LIST_OBJECTS, Listing.class,
        ChunkUploadOperation.LIST_BUCKETS, Buckets.class,
        ChunkUploadOperation.COPY_PART, PartCopy.class,
        ChunkUploadOperation.VERIFY_OBJECT, Verify.class,
        ChunkUploadOperation.WRITE_OBJECT, Editing.class));

    /** Returns the operations that stand for what the store can do, as header {@value ChunkUploadConstants#OPERATIONS} tells them. */
    static String operations(ObjectStore store) {
        return NEEDS.entrySet().stream().filter(each -> store.capability(each.getValue()).isPresent())
            .map(each -> each.getKey().token()).collect(Collectors.joining(","));
    }

    /** Returns whether {@code operations}, as the header tells them, stand for {@code type}. */
    static boolean tell(String operations, Class<?> type) {
        List<String> known = List.of(operations.split(","));
        return NEEDS.entrySet().stream().anyMatch(each -> each.getValue() == type && known.contains(each.getKey().token()));
    }

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
