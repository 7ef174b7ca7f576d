package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.holdUntil;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest extends TransferTestBase {

    private TransferResult stream(Transfer transfer, InputStream stream, long length) {
        try (Source source = Source.of(stream, length)) {
            return transfer.upload(UploadRequest.of(OBJECT), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TransferResult stream(int size) {
        return stream(transfer(), new Trickle(bytes(size)), -1);
    }

    private void assertStream(int size) throws IOException {
        assertThat(stored()).isEqualTo(bytes(size));
        assertThat(openUploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 1, 33_333})
    void everyByteOfAStreamOfUnknownLengthArrives(int size) throws IOException {
        TransferResult result = stream(size);
        assertStream(size);
        assertThat(result.parts()).isEqualTo((size + PART - 1) / PART);
        assertThat(result.bytes()).isEqualTo(size);
        assertThat(result.proof()).isEqualTo(Proof.CRC64);
        assertThat(store.calls(Call.INITIATE)).as("one upload, not one for each round").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PART, PART + 1, 3 * PART, 33_333})
    void everyByteOfAStreamOfKnownLengthArrives(int size) throws IOException {
        stream(transfer(), new Trickle(bytes(size)), size);
        assertStream(size);
    }

    @Test
    void aStreamThatEndsInItsFirstBufferIsOnePut() throws IOException {
        Transfer transfer = transfer(TransferSettings.builder().partSize(PART));
        stream(transfer, new Trickle(bytes(PART - 1)), -1);
        assertStream(PART - 1);
        stream(transfer, new Trickle(bytes(PART)), PART);
        assertStream(PART);
        assertThat(store.calls(Call.PUT)).isEqualTo(2);
        assertThat(store.calls(Call.INITIATE)).isZero();
    }

    @Test
    void anEmptyStreamIsAnEmptyObject() throws IOException {
        stream(0);
        assertStream(0);
        store.facts(Facts.noPut());
        stream(0);
        assertStream(0);
    }

    @Test
    void aPartOfAStreamIsSentAgainFromMemory() throws IOException {
        store.onPart(0, refuse(Failure.CONNECTION)).onPart(3, refuse(Failure.BUSY)).onPart(3, refuse(Failure.INCOMPLETE_BODY));
        stream(5 * PART);
        assertStream(5 * PART);
    }

    @Test
    void aStreamThatBreaksOffIsNoObjectAndLeavesNoUpload() {
        InputStream torn = new FilterInputStream(new ByteArrayInputStream(bytes(3 * PART))) {
            private int left = 2 * PART + 5;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("the sender is gone");
                }
                int read = super.read(bytes, offset, Math.min(left, length));
                left -= read;
                return read;
            }
        };
        failure(Failure.SOURCE_UNREADABLE, () -> stream(transfer(), torn, -1));
        assertThat(openUploads()).isEmpty();
        failure(Failure.NO_SUCH_OBJECT, () -> disk.head(OBJECT, Access.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aStreamThatIsNotAsLongAsAnnouncedIsNoObject(int difference) {
        for (int size : new int[] {3 * PART, PART / 2}) {
            failure(Failure.SOURCE_UNREADABLE, () -> stream(transfer(), new Trickle(bytes(size + difference)), size));
            failure(Failure.SOURCE_UNREADABLE, () -> stream(transfer(settings().putThreshold(PART)), new Trickle(bytes(size + difference)),
                size));
        }
        assertThat(openUploads()).isEmpty();
        failure(Failure.NO_SUCH_OBJECT, () -> disk.head(OBJECT, Access.NONE));
    }

    @Test
    void aFailedStreamLeavesNoUploadThatNobodyCouldResume() {
        store.onPart(2, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> stream(9 * PART));
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void aStreamWithMorePartsThanTheStoreTakesGrowsItsParts() throws IOException {
        store.facts(Facts.maxParts(8));
        assertThat(stream(40 * PART).parts()).isLessThanOrEqualTo(8);
        assertStream(40 * PART);
    }

    @Test
    void aPoolThatHoldsOnlyOnePartIsEnough() throws IOException {
        BufferPool one = new BufferPool(PART);
        try (Source source = Source.of(new Trickle(bytes(20 * PART + 1)), -1)) {
            Transfer.on(store).settings(settings().build()).executor(pool).buffers(one).spoolDirectory(spool).timing(timing).build()
                .upload(UploadRequest.of(OBJECT), source);
        }
        assertStream(20 * PART + 1);
        assertThat(one.free()).isEqualTo(PART);
    }

    @Test
    void partsLargerThanThePoolAreSpooledAndTheFilesDeleted() throws IOException {
        AtomicLong spooled = new AtomicLong();
        Transfer transfer = transfer(settings().partSize(10 * PART));
        store.onEvery(Call.PART, then(() -> spooled.addAndGet(namedBytes())));
        stream(transfer, new Trickle(bytes(55 * PART)), -1);
        assertStream(55 * PART);
        store.onPart(2, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> stream(transfer, new Trickle(bytes(55 * PART)), -1));
        assertThat(spooled).as("the files have no name once they have bytes").hasValue(0);
        assertThat(spool).isEmptyDirectory();
    }

    /** Returns the bytes of all files that have a name; one that is just being made has none, and may be gone by now. */
    private long namedBytes() {
        try (var files = Files.list(spool)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void partsAbovePartMemoryTakeNoMemory() throws Exception {
        try (BufferPool.Share all = buffers.share(buffers.capacity() - 1)) {
            stream(transfer(settings().partMemory(PART - 1)), new Trickle(bytes(5 * PART + 1)), -1);
            assertThat(all.least()).isEqualTo(buffers.capacity() - 1);
        }
        assertStream(5 * PART + 1);
    }

    @Test
    void aStoreThatNeedsSizeAndDigestFirstGetsASpooledStream() throws IOException {
        store.facts(Facts.sizeAndDigestFirst(Digest.SHA1));
        assertThat(stream(7 * PART + 1).proof()).isEqualTo(Proof.SHA1);
        assertStream(7 * PART + 1);
        failure(Failure.SOURCE_UNREADABLE, () -> stream(transfer(settings().maxSpool(PART)), new Trickle(bytes(2 * PART)), -1));
    }

    @Test
    void noMoreIsReadThanMemoryAllows() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        store.onEvery(Call.PART, holdUntil(release));
        AtomicLong read = new AtomicLong();
        InputStream counted = new FilterInputStream(new ByteArrayInputStream(bytes(50 * PART))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                read.addAndGet(Math.max(0, count));
                return count;
            }
        };
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<TransferResult> result = caller.submit(() -> stream(transfer(settings().parallelParts(100)), counted, -1));
        await().until(() -> buffers.waiting() == 1);
        assertThat(read.get()).isEqualTo(buffers.capacity());
        release.countDown();
        result.get(20, TimeUnit.SECONDS);
        assertStream(50 * PART);
        caller.shutdown();
    }

    @Test
    void manyStreamsShareATinyPoolAndAllEnd() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        Transfer transfer = transfer();
        List<Future<byte[]>> objects = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int size = 15 * PART + i;
            objects.add(callers.submit(() -> {
                ObjectRef object = new ObjectRef("bucket", "stream/" + size);
                try (Source source = Source.of(new Trickle(bytes(size)), -1)) {
                    transfer.upload(UploadRequest.of(object), source);
                }
                return disk.get(object, ByteRange.ALL, Access.NONE).body().open().readAllBytes();
            }));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(objects.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(bytes(15 * PART + i));
        }
        callers.shutdown();
    }

    @Test
    void aTransferThatWaitsForMemoryCanBeInterrupted() throws Exception {
        try (BufferPool.Share all = buffers.share(buffers.capacity())) {
            ExecutorService caller = Executors.newSingleThreadExecutor();
            Future<?> failed = caller.submit(() -> failure(Failure.CANCELLED, () -> stream(5 * PART)));
            await().until(() -> buffers.waiting() == 1);
            caller.shutdownNow();
            failed.get(10, TimeUnit.SECONDS);
            assertThat(all.least()).isEqualTo(buffers.capacity());
        }
    }

    /** A stream that gives few bytes at a time, as networks do. */
    private static final class Trickle extends FilterInputStream {

        private int turn;

        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            turn = (turn + 97) % 389;
            return super.read(bytes, offset, Math.min(length, turn + 1));
        }
    }
}
