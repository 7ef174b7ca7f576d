package io.github.chunkupload.contract;

import org.junit.jupiter.api.Timeout;

/**
 * What every {@link io.github.chunkupload.store.ObjectStore} promises, be it a disk, a client, a route or a decorator. What the store's
 * traits deny is not left out: the contract then asserts that it is refused, by the name of the failure.
 *
 * <p>A subclass gives a store and a bucket and nothing else, as long as the defaults of {@link StoreUnderTest} hold:
 *
 * <pre>{@code
 * class MyStoreContractTest extends ObjectStoreContract {
 *     @TempDir Path directory;
 *     private ObjectStore store;
 *     @BeforeEach void open() { store = ...; }
 *     @AfterEach void close() { store.close(); }
 *     @Override public ObjectStore store() { return store; }
 *     @Override public String bucket() { return "examplebucket-1250000000"; }
 * }
 * }</pre>
 *
 * <p>The store is the same throughout one test, and empty when the test begins. Where a protocol has a least part size, both of its ends
 * lower it to about 100 bytes: small enough for ten thousand parts, large enough for a part to be too small.
 */
@Timeout(120)
public abstract class ObjectStoreContract implements PartContract, RefusedPartContract, CompletionContract, CompletedContract,
        UploadContract, UploadListContract, AdmissionContract, ObjectContract, MetadataContract, SizeContract, KeyContract,
        ListingContract, BucketContract, InstantContract, VerifyContract, EditingContract, CustomerKeyContract {
}
