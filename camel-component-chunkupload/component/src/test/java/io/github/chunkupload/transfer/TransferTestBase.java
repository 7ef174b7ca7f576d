package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers between real files and a real store on disk, over a line that fails on demand. Nobody sleeps: waits are only noted. */
@Timeout(60)
abstract class TransferTestBase {

    static final int PART = 1000;
    static final ObjectRef OBJECT = new ObjectRef("bucket", "dir one/key");
    static final String ENDPOINT = "http://store.example";

    @TempDir
    Path directory;

    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    final Timing timing = new Timing(Timing.SYSTEM.clock(), new Random(1), waits::add);
    final ExecutorService pool = Executors.newFixedThreadPool(4);
    final BufferPool buffers = new BufferPool(4 * PART);
    DiskStore disk;
    FaultyStore store;
    UploadJournal journal;
    Path spool;

    @BeforeEach
    void open() throws IOException {
        disk = DiskStore.open(directory.resolve("store"), new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        store = new FaultyStore(disk);
        journal = FileJournal.open(directory.resolve("journal"));
        spool = Files.createDirectory(directory.resolve("spool"));
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).as("all parts have ended").isTrue();
        assertThat(buffers.free()).as("memory given back").isEqualTo(buffers.capacity());
        try (var left = Files.list(spool)) {
            assertThat(left).as("spool files").isEmpty();
        }
        journal.close();
        store.close();
    }

    static TransferSettings.Builder settings() {
        return TransferSettings.builder().partSize(PART).putThreshold(0);
    }

    Transfer transfer() {
        return transfer(settings());
    }

    Transfer transfer(TransferSettings.Builder settings) {
        return Transfer.on(store).endpoint(ENDPOINT).settings(settings.build()).journal(journal).executor(pool).buffers(buffers)
            .spoolDirectory(spool).timing(timing).build();
    }

    /** As a process that starts again would do it. */
    void restart() {
        journal.close();
        journal = FileJournal.open(directory.resolve("journal"));
        store.heal();
        store.forgetCalls();
        waits.clear();
    }

    TransferResult upload(Transfer transfer, Path file) {
        return upload(transfer, file, TransferListener.NONE);
    }

    TransferResult upload(Transfer transfer, Path file, TransferListener listener) {
        try (Source source = Source.of(file)) {
            return transfer.upload(UploadRequest.of(OBJECT), source, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UploadException failure(Failure kind, Supplier<?> call) {
        UploadException e = catchThrowableOfType(UploadException.class, call::get);
        assertThat(e).as("a failure of kind " + kind).isNotNull();
        assertThat(e.kind()).as(e.toString()).isEqualTo(kind);
        return e;
    }

    Path file(int size) {
        return write(directory.resolve("source-" + size), bytes(size));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    byte[] stored() throws IOException {
        try (Download download = disk.get(OBJECT, ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            return in.readAllBytes();
        }
    }

    void assertStored(Path file) throws IOException {
        assertThat(stored()).isEqualTo(Files.readAllBytes(file));
        assertThat(openUploads()).as("open uploads").isEmpty();
        assertThat(journal.entries()).as("journal entries").isEmpty();
    }

    List<UploadInfo> openUploads() {
        return disk.uploads(UploadQuery.of(OBJECT)).items();
    }
}
