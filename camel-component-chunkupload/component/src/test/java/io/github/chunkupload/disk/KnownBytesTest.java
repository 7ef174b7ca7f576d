package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.partAt;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects made of bytes that are on the disk already. */
class KnownBytesTest {

    private static final byte[] CONTENT = bytes(1, 100_000);

    @TempDir
    private Path directory;
    private DiskStore store;
    private long data;
    private boolean links = true;

    @BeforeEach
    void open() throws IOException {
        store = DiskStore.open(new WatchedVolume(DirectoryVolume.open(directory), (call, name, length) -> {
            data += call == Call.WRITE && name.startsWith(Version.DATA) ? length : 0;
            if (call == Call.LINK && !links) {
                throw new IOException("Operation not supported");
            }
        }), DiskSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ObjectRef object(String key) {
        return new ObjectRef("bucket", key);
    }

    private void put(String key, byte[] content) {
        store.put(UploadRequest.of(object(key)), Body.of(content), ALL_DIGESTS);
    }

    private static UploadRequest knowing(ObjectRef object, byte[] content) {
        return UploadRequest.of(object).withSize(content.length)
            .withKnown(Checksums.of(Digest.SHA1, Samples.sums(content).get(Digest.SHA1).orElseThrow()));
    }

    private boolean instantly(UploadRequest request) {
        return store.initiate(request) instanceof Admission.Done;
    }

    @Test
    void noByteIsWrittenForBytesThatAreThere() {
        put("one", CONTENT);
        data = 0;
        assertThat(instantly(knowing(object("two"), CONTENT))).isTrue();
        assertThat(data).isZero();
        assertThat(read(store, object("two"))).isEqualTo(CONTENT);
        assertThat(store.head(object("two"), Access.NONE).sums()).isEqualTo(Samples.sums(CONTENT));
    }

    @Test
    void bytesOfManyPartsAreKnownToo() {
        UploadRef upload = initiate(store, object("one"));
        part(store, upload, 0, bytes(2, 1000));
        part(store, upload, 1, bytes(3, 3000));
        part(store, upload, 2, bytes(4, 10));
        byte[] whole = joined(bytes(2, 1000), bytes(3, 3000), bytes(4, 10));
        store.complete(upload, Completion.ALL.expecting(whole.length, Samples.sums(whole)));
        data = 0;
        assertThat(instantly(knowing(object("two"), whole))).isTrue();
        assertThat(data).isZero();
        store.delete(object("one"));
        assertThat(read(store, object("two"))).isEqualTo(whole);
    }

    @Test
    void aReaderOfEitherNameReadsToTheEnd() throws IOException {
        put("one", CONTENT);
        instantly(knowing(object("two"), CONTENT));
        try (Download one = store.get(object("one"), ByteRange.ALL, Access.NONE);
                Download two = store.get(object("two"), ByteRange.ALL, Access.NONE)) {
            store.delete(object("one"));
            put("two", bytes(5, 10));
            assertThat(read(one)).isEqualTo(CONTENT);
            assertThat(read(two)).isEqualTo(CONTENT);
        }
        assertThat(read(store, object("two"))).isEqualTo(bytes(5, 10));
    }

    @Test
    void bothNamesAreThereAfterARestartAndKnownAgain() throws IOException {
        put("one", CONTENT);
        instantly(knowing(object("two"), CONTENT));
        store.close();
        open();
        store.delete(object("one"));
        assertThat(instantly(knowing(object("three"), CONTENT))).isTrue();
        store.delete(object("two"));
        assertThat(read(store, object("three"))).isEqualTo(CONTENT);
    }

    @Test
    void anObjectMayTakeItsOwnBytesAgain() {
        put("one", CONTENT);
        assertThat(instantly(knowing(object("one"), CONTENT))).isTrue();
        assertThat(read(store, object("one"))).isEqualTo(CONTENT);
    }

    @Test
    void whoMayNotReadAllObjectsSendsTheBytes() {
        put("one", CONTENT);
        assertThat(instantly(knowing(object("two"), CONTENT).withInstant(false))).isFalse();
        assertThat(instantly(knowing(new ObjectRef("other", "two"), CONTENT))).as("in another bucket").isFalse();
        assertThat(instantly(knowing(object("two"), CONTENT).withSize(99))).as("of another size").isFalse();
    }

    @Test
    void aDigestToldWithAnObjectInOnePieceIsComparedAndRecorded() {
        UploadRequest one = knowing(object("one"), CONTENT).withSize(CONTENT.length);
        refused(Failure.DIGEST_MISMATCH, () -> store.put(one, Body.of(bytes(5, CONTENT.length)), Checks.NONE));
        refused(Failure.NO_SUCH_OBJECT, () -> store.head(object("one"), Access.NONE));
        store.put(one, Body.of(CONTENT), Checks.NONE);
        assertThat(instantly(knowing(object("two"), CONTENT))).isTrue();
    }

    @Test
    void bytesWhoseDigestWasNeverTakenAreNotKnown() {
        store.put(UploadRequest.of(object("one")), Body.of(CONTENT), Checks.computing(Digest.CRC64));
        assertThat(instantly(knowing(object("two"), CONTENT))).isFalse();
    }

    @Test
    void encryptedBytesAreNeverTakenForAnotherAndNeverWithAKey() {
        Access key = new Access(Optional.of(new Access.CustomerKey(bytes(9, 32))));
        store.put(UploadRequest.of(object("sealed")).withAccess(key), Body.of(CONTENT), ALL_DIGESTS);
        assertThat(instantly(knowing(object("two"), CONTENT))).isFalse();
        put("one", CONTENT);
        assertThat(instantly(knowing(object("three"), CONTENT).withAccess(key))).isFalse();
    }

    @Test
    void openUploadsCountAsForAnyInitiate() {
        put("one", CONTENT);
        UploadRef upload = initiate(store, knowing(object("two"), CONTENT).withInstant(false));
        refused(Failure.UPLOAD_OPEN, () -> store.initiate(knowing(object("two"), CONTENT).withOpen(OpenUploads.REFUSE)));
        Admission joined = store.initiate(knowing(object("two"), CONTENT).withOpen(OpenUploads.JOIN));
        assertThat(joined).isInstanceOfSatisfying(Admission.Open.class, open -> assertThat(open.upload()).isEqualTo(upload));
    }

    @Test
    void whereTheFileSystemHasNoLinksTheBytesAreSent() {
        put("one", CONTENT);
        links = false;
        assertThat(instantly(knowing(object("two"), CONTENT))).isFalse();
        store.delete(object("one"));
    }

    @Test
    void aFileIsHandedOverWithExactlyTheKnownBytesAndOthersKeepTheirs() throws IOException {
        UploadRef upload = initiate(store, object("one"));
        partAt(store, upload, 0, bytes(6, 5000));
        partAt(store, upload, 3000, bytes(7, 500));
        partAt(store, upload, 3500, bytes(8, 1500));
        byte[] whole = joined(Arrays.copyOf(bytes(6, 5000), 3000), bytes(7, 500), bytes(8, 1500));
        store.complete(upload, Completion.ALL.expecting(whole.length, Samples.sums(whole)));
        Staging staging = store.capability(Staging.class).orElseThrow();
        String id = staging.assembleKnown(knowing(object("two"), whole)).orElseThrow().id();
        Path file = store.capability(LocalFiles.class).orElseThrow().path(id);
        assertThat(file).hasBinaryContent(whole);
        refused(Failure.NO_SUCH_OBJECT, () -> store.head(object("two"), Access.NONE));
        staging.publish(id);
        assertThat(read(store, object("one"))).isEqualTo(whole);
        assertThat(read(store, object("two"))).isEqualTo(whole);
    }
}
