package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Backup;
import io.github.chunkupload.store.Backup.Copied;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store, and what is made of them. */
class BackupTest {

    private static final DiskSettings UNFORCED = DiskSettings.DEFAULT.withFsync(Fsync.NEVER);

    @TempDir
    private Path directory;
    private DiskStore store;
    private Runnable arm = () -> { };

    @BeforeEach
    void open() {
        store = DiskStore.open(directory.resolve("data"), UNFORCED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path target() {
        return directory.resolve("copy");
    }

    private static Copied copy(DiskStore from, Path to) {
        return from.capability(Backup.class).orElseThrow().copyTo(to);
    }

    private static Staging staging(DiskStore store) {
        return store.capability(Staging.class).orElseThrow();
    }

    private static void put(DiskStore store, ObjectRef object, byte[] bytes) {
        store.put(UploadRequest.of(object), Body.of(bytes), Checks.NONE);
    }

    private static ObjectRef object(String key) {
        return new ObjectRef("bucket", key);
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> all = Files.walk(of)) {
            return all.filter(path -> !path.equals(of)).map(path -> of.relativize(path).toString()).toList();
        }
    }

    @Test
    void aCopyHasWhatIsFinishedAndWhatWaitsAndNoOpenUpload() {
        UploadRef finished = initiate(store, OBJECT);
        Completion list = Completion.of(List.of(part(store, finished, 0, bytes(1, 100)), part(store, finished, 1, bytes(2, 300_000))));
        ObjectReceipt receipt = store.complete(finished, list);
        UploadRef waiting = initiate(store, object("waiting"));
        part(store, waiting, 0, bytes(3, 200));
        staging(store).assemble(waiting, Completion.ALL);
        UploadRef open = initiate(store, object("open"));
        part(store, open, 0, bytes(4, 10));

        assertThat(copy(store, target())).isEqualTo(new Copied(1, 1, 300_300, 0));

        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, OBJECT)).isEqualTo(joined(bytes(1, 100), bytes(2, 300_000)));
            assertThat(copy.complete(finished, list)).isEqualTo(receipt);
            Staging staging = staging(copy);
            assertThat(staging.pending()).extracting(Staging.Staged::upload).containsExactly(waiting);
            staging.publish(staging.pending().get(0).id());
            assertThat(read(copy, object("waiting"))).isEqualTo(bytes(3, 200));
            assertThat(copy.uploads(UploadQuery.prefix("bucket", "")).items()).isEmpty();
            refused(Failure.NO_SUCH_UPLOAD, () -> part(copy, open, 1, bytes(5, 10)));
        }
    }

    @Test
    void aCopyThatSharesItsBytesAndItsOriginalLiveOnApart() throws IOException {
        put(store, OBJECT, bytes(1, 1000));
        put(store, object("other"), bytes(2, 1000));
        copy(store, target());
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            copy.capability(Editing.class).orElseThrow().write(OBJECT, 500, Body.of(bytes(3, 1000)), Checks.NONE);
            copy.delete(object("other"));
            assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 1000));
            store.capability(Editing.class).orElseThrow().truncate(OBJECT, 10);
            put(store, object("other"), bytes(4, 10));
            assertThat(read(copy, OBJECT)).hasSize(1500).endsWith(bytes(3, 1000));
        }
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, OBJECT)).hasSize(1500);
            refused(Failure.NO_SUCH_OBJECT, () -> read(copy, object("other")));
        }
        assertThat(read(store, object("other"))).isEqualTo(bytes(4, 10));
    }

    @Test
    void aCopyOfWhatCannotShareHasItsOwnBytes() throws IOException {
        try (DiskStore memory = DiskStore.open(new MemoryVolume(), DiskSettings.DEFAULT)) {
            put(memory, OBJECT, bytes(1, 600_000));
            put(memory, object("empty"), new byte[0]);
            copy(memory, target());
        }
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, OBJECT)).isEqualTo(bytes(1, 600_000));
            assertThat(read(copy, object("empty"))).isEmpty();
        }
    }

    /** Opens the store anew, so that {@code meanwhile} is done when a copy makes a call of the kind for a name that begins so. */
    private void reopen(Volume volume, Call when, String name, Runnable meanwhile) throws IOException {
        store.close();
        boolean[] armed = {false};
        store = DiskStore.open(new WatchedVolume(volume, (call, of, bytes) -> {
            if (armed[0] && call == when && of.startsWith(name)) {
                armed[0] = false;
                meanwhile.run();
            }
        }), UNFORCED);
        arm = () -> armed[0] = true;
    }

    private UploadRef assembled(ObjectRef object, byte[] bytes) {
        UploadRef upload = initiate(store, object);
        part(store, upload, 0, bytes);
        staging(store).assemble(upload, Completion.ALL);
        return upload;
    }

    @Test
    void whatIsPublishedAndReplacedMeanwhileDoesNotComeBack() throws IOException {
        reopen(DirectoryVolume.open(directory.resolve("other data")), Call.LIST, "objects", () -> {
            staging(store).publish(staging(store).pending().get(0).id());
            put(store, OBJECT, bytes(2, 20));
        });
        UploadRef upload = assembled(OBJECT, bytes(1, 10));
        arm.run();
        assertThat(copy(store, target())).isEqualTo(new Copied(1, 0, 20, 0));
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(staging(copy).pending()).isEmpty();
            assertThat(read(copy, OBJECT)).isEqualTo(bytes(2, 20));
            assertThat(copy.complete(upload, Completion.ALL).size()).isEqualTo(10);
        }
    }

    @Test
    void whatIsPublishedBehindTheCopyIsNotLost() throws IOException {
        reopen(DirectoryVolume.open(directory.resolve("other data")), Call.READ, Version.OBJECTS, () ->
            staging(store).publish(staging(store).pending().get(0).id()));
        put(store, object("read first"), bytes(2, 20));
        assembled(OBJECT, bytes(1, 10));
        arm.run();
        assertThat(copy(store, target())).isEqualTo(new Copied(2, 0, 30, 0));
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, OBJECT)).isEqualTo(bytes(1, 10));
        }
    }

    @Test
    void whatIsDeletedWhileItIsCopiedIsCopiedWhole() throws IOException {
        reopen(new MemoryVolume(), Call.READ, Version.DATA, () -> store.delete(OBJECT));
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 10));
        part(store, upload, 1, bytes(2, 600_000));
        store.complete(upload, Completion.ALL);
        arm.run();
        assertThat(copy(store, target()).objects()).isOne();
        refused(Failure.NO_SUCH_OBJECT, () -> read(store, OBJECT));
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, OBJECT)).isEqualTo(joined(bytes(1, 10), bytes(2, 600_000)));
        }
    }

    @Test
    void aCopyGoesOnlyWhereNothingIs() throws IOException {
        Files.createDirectories(target());
        Files.writeString(target().resolve("somebody's"), "file");
        refused(Failure.INVALID_ARGUMENT, () -> copy(store, target()));
        refused(Failure.INVALID_ARGUMENT, () -> copy(store, target().resolve("somebody's")));
        refused(Failure.INVALID_ARGUMENT, () -> copy(store, directory.resolve("data/inside/of it")));
        assertThat(names(target())).containsExactly("somebody's");
    }

    @Test
    void nothingIsLeftOfACopyThatFailed() throws IOException {
        store.close();
        String[] failing = {"nothing"};
        store = DiskStore.open(new WatchedVolume(DirectoryVolume.open(directory.resolve("data")), (call, name, bytes) -> {
            if (call == Call.READ && name.startsWith(failing[0])) {
                throw new IOException("The disk is worn");
            }
        }), UNFORCED);
        put(store, OBJECT, bytes(1, 1000));
        for (String place : List.of("objects", "format")) {
            failing[0] = place;
            refused(Failure.INTERNAL, () -> copy(store, target()));
            assertThat(names(target())).isEmpty();
        }
        failing[0] = "nothing";
        assertThat(copy(store, target()).objects()).isOne();
    }

    @Test
    void aCopyThatWasNotFinishedIsNotOpened() throws IOException {
        put(store, OBJECT, bytes(1, 1000));
        copy(store, target());
        Files.delete(target().resolve("format"));
        refused(Failure.UNSUPPORTED, () -> DiskStore.open(target(), UNFORCED));
    }

    @Test
    void whatIsDamagedIsLeftOutAndCounted() throws IOException {
        put(store, OBJECT, bytes(1, 1000));
        put(store, object("other"), bytes(2, 1000));
        String hash = Version.hash(OBJECT);
        Files.write(directory.resolve("data").resolve(Version.objectRecord(hash)), new byte[] {1, 2, 3});
        assertThat(copy(store, target())).isEqualTo(new Copied(1, 0, 1000, 1));
        try (DiskStore copy = DiskStore.open(target(), UNFORCED)) {
            assertThat(read(copy, object("other"))).isEqualTo(bytes(2, 1000));
            refused(Failure.NO_SUCH_OBJECT, () -> read(copy, OBJECT));
        }
    }
}
