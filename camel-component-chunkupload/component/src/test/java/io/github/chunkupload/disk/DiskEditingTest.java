package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What edits and verification do to the files of a store. */
@Timeout(60)
class DiskEditingTest {

    @TempDir
    private Path directory;
    private DiskStore store;
    private long data;

    @BeforeEach
    void open() throws IOException {
        store = DiskStore.open(new WatchedVolume(DirectoryVolume.open(directory), (call, name, length) ->
            data += call == Call.WRITE && name.startsWith(Version.DATA) ? length : 0), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void put(ObjectRef object, byte[] content) {
        store.put(UploadRequest.of(object), Body.of(content), ALL_DIGESTS);
    }

    private Editing editing() {
        return store.capability(Editing.class).orElseThrow();
    }

    private Verify verify() {
        return store.capability(Verify.class).orElseThrow();
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void anEditWritesItsOwnBytesAndNoOther() {
        put(OBJECT, bytes(1, 1_000_000));
        data = 0;
        editing().write(OBJECT, 500_000, Body.of(bytes(2, 100)), Checks.NONE);
        assertThat(data).isEqualTo(100);
        data = 0;
        editing().write(OBJECT, 1L << 33, Body.of(bytes(3, 100)), Checks.NONE);
        assertThat(data).as("a gap is one byte that makes a file long").isEqualTo(101);
        data = 0;
        editing().truncate(OBJECT, 600_000);
        assertThat(data).isZero();
        byte[] expected = Arrays.copyOf(bytes(1, 1_000_000), 600_000);
        System.arraycopy(bytes(2, 100), 0, expected, 500_000, 100);
        assertThat(read(store, OBJECT)).isEqualTo(expected);
    }

    @Test
    void manyEditsLeaveFewFilesAndNothingAfterTheObject() throws IOException {
        byte[] expected = bytes(1, 10_000);
        put(OBJECT, expected);
        for (int i = 0; i < 2 * DiskEditing.MOST_EXTENTS; i++) {
            editing().write(OBJECT, i * 11L, Body.of(bytes(i, 3)), Checks.NONE);
            System.arraycopy(bytes(i, 3), 0, expected, i * 11, 3);
        }
        assertThat(read(store, OBJECT)).isEqualTo(expected);
        assertThat(dataFiles()).hasSizeLessThan(DiskEditing.MOST_EXTENTS);
        store.close();
        open();
        assertThat(read(store, OBJECT)).isEqualTo(expected);
        store.delete(OBJECT);
        assertThat(dataFiles()).isEmpty();
    }

    @Test
    void aHaltWhileTheManyPiecesAreJoinedHarmsNothing() throws IOException {
        List<Call> calls = editJoining(Integer.MAX_VALUE);
        assertThat(calls.stream().filter(call -> call == Call.RENAME)).as("the edit and the joining").hasSize(2);
        int halts = 0;
        for (int n = 0; n < calls.size(); n++) {
            boolean telling = Set.of(Call.CREATE, Call.FORCE, Call.SYNC, Call.RENAME).contains(calls.get(n));
            if (telling || n % 199 == 0) {
                editJoining(n);
                halts++;
            }
        }
        assertThat(halts).isBetween(15, 60);
    }

    /** Edits an object so that it is joined afterwards; the disk halts at call {@code last}. Returns the calls there were. */
    private static List<Call> editJoining(int last) throws IOException {
        MemoryVolume disk = new MemoryVolume();
        byte[] before = bytes(1, 2 * DiskEditing.MOST_EXTENTS);
        try (DiskStore store = DiskStore.open(disk, DiskSettings.DEFAULT.withFsync(Fsync.NEVER))) {
            UploadRef upload = initiate(store, OBJECT);
            for (int i = DiskEditing.MOST_EXTENTS - 1; i >= 0; i--) {
                part(store, upload, i, bytes(2, 3));
                part(store, upload, i, Arrays.copyOfRange(before, 2 * i, 2 * i + 2));
            }
            store.complete(upload, Completion.ALL);
        }
        List<Call> calls = new ArrayList<>();
        WatchedVolume dying = new WatchedVolume(disk, (call, name, length) -> {
            if (calls.size() >= last) {
                throw new IOException("halt");
            }
            calls.add(call);
        });
        byte[] after = before.clone();
        after[100] = 1;
        boolean done = false;
        try (DiskStore store = DiskStore.open(dying, DiskSettings.DEFAULT)) {
            store.capability(Editing.class).orElseThrow().write(OBJECT, 100, Body.of(new byte[] {1}), Checks.NONE);
            done = true;
        } catch (IOException | UploadException e) {
            assertThat(calls.size()).as("failed by itself: %s", e).isGreaterThanOrEqualTo(last);
        }
        try (DiskStore store = DiskStore.open(disk, DiskSettings.DEFAULT)) {
            assertThat(read(store, OBJECT)).as("halt at %s", last).isIn(done ? List.of(after) : List.of(before, after));
            store.delete(OBJECT);
        }
        assertThat(disk.files()).as("halt at %s", last).allMatch(name -> name.equals("format") || name.startsWith("done/"));
        return calls;
    }

    @Test
    void editsAtOnceAllTakeEffect() throws Exception {
        int writers = 8;
        put(OBJECT, new byte[writers * 100]);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Object>> edits = new ArrayList<>();
            for (int i = 0; i < writers * 4; i++) {
                int place = i;
                edits.add(() -> editing().write(OBJECT, place * 25L, Body.of(bytes(place, 25)), Checks.NONE));
            }
            for (Future<Object> edit : threads.invokeAll(edits)) {
                edit.get();
            }
        } finally {
            threads.shutdownNow();
        }
        byte[] stored = read(store, OBJECT);
        for (int i = 0; i < writers * 4; i++) {
            assertThat(Arrays.copyOfRange(stored, i * 25, i * 25 + 25)).isEqualTo(bytes(i, 25));
        }
    }

    @Test
    void aRepeatedCompleteIsAnsweredAsBeforeTheEdit() {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 100));
        ObjectReceipt receipt = store.complete(upload, Completion.ALL);
        editing().write(OBJECT, 0, Body.of(bytes(2, 10)), Checks.NONE);
        assertThat(store.complete(upload, Completion.ALL)).isEqualTo(receipt);
        assertThat(store.head(OBJECT, Access.NONE).etag()).isNotEqualTo(receipt.etag());
        assertThat(store.head(OBJECT, Access.NONE).sums().known()).isEmpty();
    }

    @Test
    void anotherNameOfTheSameBytesIsNotEdited() {
        byte[] content = bytes(1, 1000);
        put(OBJECT, content);
        ObjectRef other = new ObjectRef(OBJECT.bucket(), "other");
        store.initiate(UploadRequest.of(other).withSize(1000).withKnown(Samples.sums(content)));
        editing().write(OBJECT, 10, Body.of(bytes(2, 10)), Checks.NONE);
        editing().truncate(OBJECT, 100);
        assertThat(read(store, other)).isEqualTo(content);
    }

    @Test
    void anEncryptedObjectIsNotEdited() {
        Access key = new Access(Optional.of(new Access.CustomerKey(bytes(9, 32))));
        store.put(UploadRequest.of(OBJECT).withAccess(key), Body.of(bytes(1, 100)), ALL_DIGESTS);
        refused(Failure.UNSUPPORTED, () -> editing().write(OBJECT, 0, Body.of(bytes(2, 10)), Checks.NONE));
        refused(Failure.UNSUPPORTED, () -> editing().truncate(OBJECT, 3));
    }

    @Test
    void verificationReadsAnEncryptedObjectWithItsKeyOnly() {
        Access key = new Access(Optional.of(new Access.CustomerKey(bytes(9, 32))));
        byte[] content = bytes(1, 200_000);
        store.put(UploadRequest.of(OBJECT).withAccess(key), Body.of(content), Checks.computing(Digest.CRC64));
        refused(Failure.CUSTOMER_KEY_REQUIRED, () -> verify().verify(OBJECT, Set.of(Digest.SHA1), Access.NONE));
        assertThat(verify().verify(OBJECT, Set.of(Digest.SHA1), key).get(Digest.SHA1))
            .isEqualTo(Samples.sums(content).get(Digest.SHA1));
        assertThat(store.head(OBJECT, key).sums().get(Digest.SHA1)).isEqualTo(Samples.sums(content).get(Digest.SHA1));
        assertThat(read(store.get(OBJECT, ByteRange.ALL, key))).isEqualTo(content);
    }

    @Test
    void verificationMakesBytesKnownForInstantUploads() {
        byte[] content = bytes(1, 1000);
        store.put(UploadRequest.of(OBJECT), Body.of(content), Checks.computing(Digest.CRC64));
        UploadRequest request = UploadRequest.of(new ObjectRef(OBJECT.bucket(), "other")).withSize(1000)
            .withKnown(Samples.sums(content));
        assertThat(store.initiate(request)).isInstanceOf(Admission.Open.class);
        verify().verify(OBJECT, Set.of(Digest.SHA1), Access.NONE);
        assertThat(store.initiate(request)).isInstanceOf(Admission.Done.class);
    }

    @Test
    void damageAtRestIsFoundAndToldWithoutAPath() throws IOException {
        put(OBJECT, bytes(1, 1000));
        Path file = dataFiles().get(0);
        Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, StandardOpenOption.WRITE);
        corrupt("its 1000 bytes have crc64 ");
        Files.write(file, new byte[10]);
        corrupt("bytes 0 to 999");
        Files.delete(file);
        corrupt("bytes 0 to 999");
    }

    private void corrupt(String where) {
        assertThat(catchThrowableOfType(UploadException.class,
            () -> verify().verify(OBJECT, Set.of(Digest.SHA1), Access.NONE))).satisfies(e -> {
                assertThat(e.kind()).isEqualTo(Failure.CORRUPT);
                assertThat(e.getMessage()).contains(where).doesNotContain(directory.toString()).doesNotContain("data/");
            });
    }
}
