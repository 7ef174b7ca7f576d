package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two consumers that share a directory, each with a bucket and keys of its own. */
class OneBucketStoreTest {

    private static final ObjectRef OURS = new ObjectRef("ours", "k");
    private static final ObjectRef THEIRS = new ObjectRef("theirs", "k");
    private static final Body BYTES = Body.of("bytes".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;
    private ObjectStore disk;
    private ObjectStore store;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        disk.put(UploadRequest.of(OURS), BYTES, Checks.NONE);
        disk.put(UploadRequest.of(THEIRS), BYTES, Checks.NONE);
        store = new OneBucketStore(disk, "ours");
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private static Failure failure(ThrowingCallable call) {
        return catchThrowableOfType(UploadException.class, call).kind();
    }

    private Map<String, ThrowingCallable> calls(ObjectRef object) {
        UploadRef upload = ((Admission.Open) disk.initiate(UploadRequest.of(object))).upload();
        return Map.ofEntries(
            Map.entry("initiate", () -> store.initiate(UploadRequest.of(object))),
            Map.entry("putPart", () -> store.putPart(upload, new PartSlot(0, 0, 5), BYTES, Checks.NONE, Access.NONE)),
            Map.entry("state", () -> store.state(upload, -1, 1)),
            Map.entry("abort", () -> store.abort(upload)),
            Map.entry("uploads", () -> store.uploads(UploadQuery.of(object))),
            Map.entry("put", () -> store.put(UploadRequest.of(object), BYTES, Checks.NONE)),
            Map.entry("head", () -> store.head(object, Access.NONE)),
            Map.entry("get", () -> store.get(object, ByteRange.ALL, Access.NONE).body().close()),
            Map.entry("list", () -> store.capability(Listing.class).orElseThrow().objects(ObjectQuery.prefix(object.bucket(), ""))),
            Map.entry("verify", () -> store.capability(Verify.class).orElseThrow().verify(object, Set.of(Digest.MD5), Access.NONE)),
            Map.entry("write", () -> store.capability(Editing.class).orElseThrow().write(object, 0, BYTES, Checks.NONE)),
            Map.entry("truncate", () -> store.capability(Editing.class).orElseThrow().truncate(object, 1)),
            Map.entry("delete", () -> store.delete(object)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initiate", "putPart", "state", "abort", "uploads", "put", "head", "get", "list", "verify", "write",
        "truncate", "delete"})
    void whatIsInAnotherBucketIsNotThere(String call) throws Throwable {
        calls(OURS).get(call).call();

        assertThat(failure(calls(THEIRS).get(call))).isEqualTo(Failure.NO_SUCH_BUCKET);
        assertThat(disk.head(THEIRS, Access.NONE).size()).isEqualTo(5);
    }

    @Test
    void anUploadElsewhereCannotBeCompleted() {
        UploadRef upload = ((Admission.Open) disk.initiate(UploadRequest.of(THEIRS))).upload();

        assertThat(failure(() -> store.complete(upload, Completion.ALL))).isEqualTo(Failure.NO_SUCH_BUCKET);
    }

    @Test
    void noBucketButOneIsShownMadeOrRemoved() {
        Buckets buckets = store.capability(Buckets.class).orElseThrow();

        assertThat(buckets.buckets()).extracting(BucketInfo::name).containsExactly("ours");
        assertThat(buckets.bucket("theirs")).isEmpty();
        assertThat(buckets.bucket("ours")).isPresent();
        assertThat(failure(() -> buckets.createBucket("third"))).isEqualTo(Failure.NO_SUCH_BUCKET);
        assertThat(failure(() -> buckets.deleteBucket("theirs"))).isEqualTo(Failure.NO_SUCH_BUCKET);
        assertThat(failure(() -> buckets.deleteBucket("ours"))).isEqualTo(Failure.BUCKET_NOT_EMPTY);
    }
}
