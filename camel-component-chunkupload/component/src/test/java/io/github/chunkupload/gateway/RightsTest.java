package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Preview;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each right opens, and that it opens nothing else. */
class RightsTest {

    private static final ObjectRef THERE = new ObjectRef("photos", "a/there");
    private static final ObjectRef NEW = new ObjectRef("photos", "a/new");
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);
    private static final Caller ALICE = new Caller("alice", "127.0.0.1");

    @TempDir
    private Path directory;
    private DiskStore disk;
    private UploadRef upload;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        disk.put(UploadRequest.of(THERE), Body.of(BYTES), Checks.computing(Digest.SHA1));
        upload = ((Admission.Open) disk.initiate(UploadRequest.of(NEW))).upload();
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private ObjectStore as(Caller caller, Grant... grants) {
        return new RightsBackend(ignored -> new Copying(disk),
            user -> user.equals("alice") ? List.of(grants) : List.of()).as(caller);
    }

    /** Every operation there is, and the rights of which any one lets it pass. */
    private final Map<String, Set<Right>> needs = new TreeMap<>();
    private final Map<String, Consumer<ObjectStore>> operations = new TreeMap<>();

    private void operation(String name, Consumer<ObjectStore> operation, Right... oneOf) {
        needs.put(name, EnumSet.copyOf(List.of(oneOf)));
        operations.put(name, operation);
    }

    private static <C> C capability(ObjectStore store, Class<C> type) {
        return store.capability(type).orElseThrow();
    }

    private void allOperations() {
        operation("initiate", store -> store.initiate(UploadRequest.of(NEW)), Right.WRITE);
        operation("putPart",
            store -> store.putPart(upload, PartSlot.numbered(0, 5), Body.of(BYTES), Checks.NONE, Access.NONE), Right.WRITE);
        operation("state", store -> store.state(upload, -1, 10), Right.WRITE, Right.LIST);
        operation("complete", store -> store.complete(upload, Completion.ALL), Right.WRITE);
        operation("abort", store -> store.abort(upload), Right.WRITE, Right.DELETE);
        operation("uploads below a prefix", store -> store.uploads(UploadQuery.prefix("photos", "a/")), Right.LIST);
        operation("put", store -> store.put(UploadRequest.of(NEW), Body.of(BYTES), Checks.NONE), Right.WRITE);
        operation("head", store -> store.head(THERE, Access.NONE), Right.READ, Right.WRITE);
        operation("get", store -> store.get(THERE, ByteRange.ALL, Access.NONE), Right.READ);
        operation("delete", store -> store.delete(THERE), Right.DELETE);
        operation("list", store -> capability(store, Listing.class).objects(ObjectQuery.prefix("photos", "a/")), Right.LIST);
        operation("verify", store -> capability(store, Verify.class).verify(THERE, Set.of(Digest.MD5), Access.NONE), Right.READ);
        operation("edit", store -> capability(store, Editing.class).write(THERE, 0, Body.of(BYTES), Checks.NONE), Right.WRITE);
        operation("cut", store -> capability(store, Editing.class).truncate(THERE, 1), Right.WRITE);
    }

    @Test
    void eachRightOpensItsOperationsAndNoOthers() {
        allOperations();
        operations.forEach((name, operation) -> {
            for (Right right : Right.values()) {
                close();
                open();
                ObjectStore store = as(ALICE, new Grant(Set.of(right), "photos", "a/"));
                UploadException refusal = catchThrowableOfType(UploadException.class, () -> operation.accept(store));
                boolean forbidden = refusal != null && refusal.kind() == Failure.FORBIDDEN;
                assertThat(forbidden).as("%s with %s: %s", name, right, refusal).isEqualTo(!needs.get(name).contains(right));
            }
        });
    }

    @Test
    void noRightReachesBeyondItsPrefixOrItsBucket() {
        allOperations();
        for (Grant elsewhere : List.of(new Grant(EnumSet.allOf(Right.class), "photos", "b/"),
                new Grant(EnumSet.allOf(Right.class), "photos", "a/x"), new Grant(EnumSet.allOf(Right.class), "photo", ""),
                new Grant(EnumSet.allOf(Right.class), "photos", "a/\u0074here/"))) {
            operations.forEach((name, operation) -> {
                ObjectStore store = as(ALICE, elsewhere);
                UploadException refusal = catchThrowableOfType(UploadException.class, () -> operation.accept(store));
                assertThat(refusal).as("%s with %s", name, elsewhere).isNotNull();
                assertThat(refusal.kind()).isEqualTo(Failure.FORBIDDEN);
            });
        }
        assertThat(disk.head(THERE, Access.NONE).size()).isEqualTo(5);
        assertThat(disk.state(upload, -1, 10).parts()).isEmpty();
    }

    @Test
    void whoeverHasShownNothingIsToldSo() {
        allOperations();
        operations.forEach((name, operation) -> {
            ObjectStore store = as(Caller.anonymous("127.0.0.1"));
            UploadException refusal = catchThrowableOfType(UploadException.class, () -> operation.accept(store));
            assertThat(refusal.kind()).as(name).isEqualTo(Failure.UNAUTHENTICATED);
        });
    }

    @Test
    void aCopyNeedsTheRightToReadItsSource() {
        ObjectRef source = new ObjectRef("photos", "secret/s");
        disk.put(UploadRequest.of(source), Body.of(BYTES), Checks.NONE);
        ObjectStore writer = as(ALICE, new Grant(Set.of(Right.READ, Right.WRITE), "photos", "a/"));
        PartCopy copies = capability(writer, PartCopy.class);
        UploadException refusal = catchThrowableOfType(UploadException.class,
            () -> copies.copyPart(upload, PartSlot.numbered(0, 5), CopySource.of(source), Access.NONE));
        assertThat(refusal.kind()).isEqualTo(Failure.FORBIDDEN);
        assertThat(copies.copyPart(upload, PartSlot.numbered(0, 5), CopySource.of(THERE), Access.NONE).slot().length()).isEqualTo(5);
        ObjectStore reader = as(ALICE, new Grant(Set.of(Right.READ), "photos", ""));
        assertThat(catchThrowableOfType(UploadException.class, () -> capability(reader, PartCopy.class)
            .copyPart(upload, PartSlot.numbered(0, 5), CopySource.of(source), Access.NONE)).kind()).isEqualTo(Failure.FORBIDDEN);
    }

    @Test
    void knownBytesAreTakenOnlyForThoseWhoMayReadAllOfTheBucket() {
        Checksums sums = disk.head(THERE, Access.NONE).sums();
        UploadRequest wish = UploadRequest.of(new ObjectRef("photos", "a/copy")).withSize(5).withKnown(sums);
        ObjectStore narrow = as(ALICE, new Grant(EnumSet.allOf(Right.class), "photos", "a/"));
        ObjectStore wide = as(ALICE, new Grant(EnumSet.of(Right.WRITE), "photos", "a/"), new Grant(Set.of(Right.READ), "photos", ""));
        assertThat(narrow.initiate(wish)).isInstanceOf(Admission.Open.class);
        assertThat(wide.initiate(wish.withOpen(OpenUploads.INDEPENDENT))).isInstanceOf(Admission.Done.class);
    }

    @Test
    void aReaderIsShownNoOpenUploadsOfTheKeyAndAStrangerIsRefusedThem() {
        UploadQuery query = UploadQuery.of(NEW);
        assertThat(as(ALICE, new Grant(Set.of(Right.READ), "photos", "a/")).uploads(query).items()).isEmpty();
        assertThat(as(ALICE, new Grant(Set.of(Right.WRITE), "photos", "a/")).uploads(query).items()).hasSize(1);
        assertThat(as(ALICE, new Grant(Set.of(Right.DELETE), "photos", "a/")).uploads(query).items()).hasSize(1);
        assertThat(catchThrowableOfType(UploadException.class, () -> as(ALICE).uploads(query)).kind()).isEqualTo(Failure.FORBIDDEN);
    }

    @Test
    void bucketsAreShownToThoseWhoMayDoSomethingInThemAndMadeByThoseWhoMayWriteAllOfThem() {
        disk.put(UploadRequest.of(new ObjectRef("films", "f")), Body.of(BYTES), Checks.NONE);
        Buckets some = capability(as(ALICE, new Grant(Set.of(Right.WRITE), "photos", "a/")), Buckets.class);
        assertThat(some.buckets()).extracting("name").containsExactly("photos");
        assertThat(some.bucket("photos")).isPresent();
        for (Consumer<Buckets> refused : List.<Consumer<Buckets>>of(b -> b.bucket("films"), b -> b.createBucket("photos2"),
                b -> b.createBucket("photos"), b -> b.deleteBucket("photos"))) {
            assertThat(catchThrowableOfType(UploadException.class, () -> refused.accept(some)).kind()).isEqualTo(Failure.FORBIDDEN);
        }
        Buckets all = capability(as(ALICE, Grant.EVERYTHING), Buckets.class);
        all.createBucket("photos2");
        all.deleteBucket("photos2");
        assertThat(all.buckets()).extracting("name").containsExactly("films", "photos");
    }

    @Test
    void whatIsNotKnownToBeGuardedIsNotThere() {
        ObjectStore store = as(ALICE, Grant.EVERYTHING);
        for (Class<?> type : List.of(Staging.class, LocalFiles.class, Preview.class, Object.class, AutoCloseable.class)) {
            assertThat(store.capability(type)).as(type.getSimpleName()).isEmpty();
        }
        ServingStore serving = ServingStore.open(disk);
        assertThat(serving.capability(Object.class)).isEmpty();
        assertThat(serving.as(ALICE).capability(Staging.class)).isEmpty();
        assertThat(serving.capability(Verify.class)).isPresent();
    }

    /** A disk with a capability that it has not by itself. */
    private static final class Copying extends ForwardingStore {

        Copying(ObjectStore store) {
            super(store);
        }

        @Override
        public <C> Optional<C> capability(Class<C> type) {
            return type == PartCopy.class ? Optional.of(type.cast((PartCopy) this::copy)) : super.capability(type);
        }

        private PartReceipt copy(UploadRef upload, PartSlot slot, CopySource source, Access access) {
            return putPart(upload, slot, get(source.object(), source.range(), source.access()).body(), Checks.NONE, access);
        }
    }
}
