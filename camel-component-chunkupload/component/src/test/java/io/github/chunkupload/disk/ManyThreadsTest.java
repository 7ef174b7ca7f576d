package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.md5;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManyThreadsTest {

    private static final int WRITERS = 8;

    @TempDir
    private Path directory;
    private DiskStore store;
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

    @BeforeEach
    void open() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
    }

    /** A body that gives its first half, tells so, and waits before it gives the second. */
    private static Body halting(byte[] bytes, CountDownLatch halfway, CountDownLatch go) {
        int half = bytes.length / 2;
        InputStream gate = new InputStream() {
            @Override
            public int read() throws IOException {
                halfway.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        return Body.once(new SequenceInputStream(Collections.enumeration(List.of(new ByteArrayInputStream(bytes, 0, half), gate,
            new ByteArrayInputStream(bytes, half, bytes.length - half)))), bytes.length);
    }

    private List<Future<PartReceipt>> start(UploadRef upload, CountDownLatch halfway, CountDownLatch go) {
        return IntStream.range(0, WRITERS).mapToObj(i -> threads.submit(() -> store.putPart(upload, PartSlot.numbered(i % 6, 1_000_000),
            halting(bytes(i, 1_000_000), halfway, go), ALL_DIGESTS, Access.NONE))).toList();
    }

    private static void allRefused(List<Future<PartReceipt>> writers) {
        for (Future<PartReceipt> writer : writers) {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(writer::get).havingCause()
                .isInstanceOfSatisfying(UploadException.class, e -> assertThat(e.kind()).isEqualTo(Failure.NO_SUCH_UPLOAD));
        }
    }

    private List<Path> files(String under) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve(under))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void writersOfAnAbortedUploadFailAndLeaveNothing() throws Exception {
        UploadRef upload = initiate(store, OBJECT);
        CountDownLatch halfway = new CountDownLatch(WRITERS);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<PartReceipt>> writers = start(upload, halfway, go);
        halfway.await();
        store.abort(upload);
        go.countDown();
        allRefused(writers);
        assertThat(files("data")).isEmpty();
        assertThat(files("uploads")).isEmpty();
    }

    @Test
    void writersThatAreLateNeverTouchTheObject() throws Exception {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 6, bytes(50, 1_000_000));
        PartReceipt only = part(store, upload, 0, bytes(51, 1_000_000));
        CountDownLatch halfway = new CountDownLatch(WRITERS);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<PartReceipt>> writers = start(upload, halfway, go);
        halfway.await();
        Staging staging = store.capability(Staging.class).orElseThrow();
        String id = staging.assemble(upload, Completion.of(List.of(only))).id();
        Path file = store.capability(LocalFiles.class).orElseThrow().path(id);
        assertThat(file).hasBinaryContent(bytes(51, 1_000_000));
        go.countDown();
        allRefused(writers);
        assertThat(file).hasBinaryContent(bytes(51, 1_000_000));
        assertThat(files("data")).containsExactly(file);
    }

    @Test
    void aThreadThatIsInterruptedDisturbsNoOther() throws Exception {
        UploadRef upload = initiate(store, OBJECT);
        CountDownLatch halfway = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Future<PartReceipt> victim = threads.submit(() -> store.putPart(upload, PartSlot.numbered(0, 900_000),
            halting(bytes(1, 900_000), halfway, new CountDownLatch(1)), ALL_DIGESTS, Access.NONE));
        Future<PartReceipt> other = threads.submit(() -> store.putPart(upload, PartSlot.numbered(1, 900_000),
            halting(bytes(2, 900_000), halfway, go), ALL_DIGESTS, Access.NONE));
        halfway.await();
        victim.cancel(true);
        go.countDown();
        assertThat(other.get().etag()).isEqualTo(md5(bytes(2, 900_000)));
        part(store, upload, 0, bytes(3, 900_000));
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(3, 900_000), bytes(2, 900_000)));
    }

    @Test
    void completesThatRaceAnswerTheSame() throws Exception {
        for (int round = 0; round < 20; round++) {
            UploadRef upload = initiate(store, OBJECT);
            List<PartReceipt> parts = List.of(part(store, upload, 0, bytes(round, 100)), part(store, upload, 1, bytes(round + 1, 100)));
            List<Callable<ObjectReceipt>> completes = Collections.nCopies(4, () -> store.complete(upload, Completion.of(parts)));
            List<ObjectReceipt> receipts = new ArrayList<>();
            for (Future<ObjectReceipt> complete : threads.invokeAll(completes)) {
                receipts.add(complete.get());
            }
            assertThat(receipts).containsOnly(receipts.get(0));
        }
        assertThat(files("data")).hasSize(1);
    }

    @Test
    void aPartThatRacesWithCompleteIsInTheObjectOrRefused() throws Exception {
        for (int round = 0; round < 30; round++) {
            UploadRef upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
            byte[] later = bytes(100 + round, 100);
            Future<PartReceipt> again = threads.submit(() -> part(store, upload, 0, later));
            store.complete(upload, Completion.ALL);
            byte[] expected = bytes(1, 100);
            try {
                again.get();
                expected = later;
            } catch (ExecutionException e) {
                assertThat(((UploadException) e.getCause()).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            }
            assertThat(read(store, OBJECT)).isEqualTo(expected);
        }
        assertThat(files("data")).hasSize(1);
    }

    @Test
    void readersSeeOneVersionWhileItIsReplacedOverAndOver() throws Exception {
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(0, 400_000)), ALL_DIGESTS);
        List<Future<Integer>> readers = IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> {
            int read = 0;
            while (!Thread.currentThread().isInterrupted() && read < 50) {
                Download download = store.get(OBJECT, ByteRange.ALL, Access.NONE);
                assertThat(md5(read(download))).isEqualTo(download.info().sums().get(Digest.MD5).orElseThrow());
                read++;
            }
            return read;
        })).toList();
        int version = 0;
        while (readers.stream().anyMatch(reader -> !reader.isDone())) {
            store.put(UploadRequest.of(OBJECT), Body.of(bytes(++version, 400_000)), ALL_DIGESTS);
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isEqualTo(50);
        }
        assertThat(files("data")).hasSize(1);
        assertThat(read(store, OBJECT)).isEqualTo(bytes(version, 400_000));
    }

    @Test
    void manyWritersShareOneFileAndTheirForces() throws Exception {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(0, 50_000));
        List<Callable<PartReceipt>> parts = IntStream.range(1, 100)
            .<Callable<PartReceipt>>mapToObj(i -> () -> part(store, upload, i, bytes(i, 50_000))).toList();
        for (Future<PartReceipt> receipt : threads.invokeAll(parts)) {
            receipt.get();
        }
        ObjectReceipt receipt = store.complete(upload, Completion.ALL);
        byte[] whole = joined(IntStream.range(0, 100).mapToObj(i -> bytes(i, 50_000)).toArray(byte[][]::new));
        assertThat(files("data")).hasSize(1);
        assertThat(receipt.sums().get(Digest.CRC64)).isEqualTo(Samples.sums(whole).get(Digest.CRC64));
        assertThat(read(store, OBJECT)).isEqualTo(whole);
    }

    @Test
    void aDownloadThatIsClosedTwiceLetsGoOnce() throws Exception {
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 10)), Checks.NONE);
        Download one = store.get(OBJECT, ByteRange.ALL, Access.NONE);
        Download two = store.get(OBJECT, ByteRange.ALL, Access.NONE);
        one.close();
        one.close();
        store.delete(OBJECT);
        assertThat(files("data")).hasSize(1);
        assertThat(read(two)).isEqualTo(bytes(1, 10));
        assertThat(files("data")).isEmpty();
    }
}
