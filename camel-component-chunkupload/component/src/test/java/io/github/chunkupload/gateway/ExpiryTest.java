package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that nobody finishes are cleared away, and no others. */
@Timeout(60)
class ExpiryTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path directory;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private final Clock clock = new TestClock(() -> now);
    private DiskStore disk;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, clock));
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private UploadRef initiate(String key) {
        return ((Admission.Open) disk.initiate(UploadRequest.of(new ObjectRef("photos", key)))).upload();
    }

    private void part(UploadRef upload, int index, int bytes) {
        disk.putPart(upload, PartSlot.numbered(index, bytes), Body.of(new byte[bytes]), Checks.NONE, Access.NONE);
    }

    private List<String> expired() {
        try (Expiry expiry = new Expiry(disk.capability(Upkeep.class).orElseThrow(), WEEK, clock, () -> { })) {
            return expiry.run().stream().map(upload -> upload.upload().object().key()).toList();
        }
    }

    private List<String> open(String bucket) {
        return disk.uploads(UploadQuery.prefix(bucket, "")).items().stream().map(UploadInfo::upload).map(upload -> upload.object().key())
            .toList();
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void anUploadLeftAloneIsAbortedAndItsSpaceIsFree() throws IOException {
        UploadRef abandoned = initiate("abandoned");
        part(abandoned, 0, 1_000_000);
        pass(WEEK.plusSeconds(1));
        initiate("young");
        assertThat(expired()).containsExactly("abandoned");
        assertThat(open("photos")).containsExactly("young");
        assertThat(bytesOnDisk()).isLessThan(10_000);
        assertThat(expired()).isEmpty();
    }

    @Test
    void aPartKeepsAnUploadAliveAlsoAfterARestart() {
        UploadRef slow = initiate("slow");
        pass(WEEK.minusSeconds(1));
        part(slow, 0, 10);
        pass(WEEK.minusSeconds(1));
        assertThat(expired()).isEmpty();
        close();
        open();
        assertThat(expired()).isEmpty();
        part(slow, 1, 10);
        pass(WEEK.minusSeconds(1));
        assertThat(expired()).isEmpty();
        assertThat(disk.complete(slow, Completion.ALL).size()).isEqualTo(20);
        pass(WEEK.multipliedBy(2));
        assertThat(expired()).isEmpty();
    }

    @Test
    void anUploadWhosePartIsBeingSentIsNotAborted() throws Exception {
        UploadRef upload = initiate("sending");
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<?> part = client.submit(() -> disk.putPart(upload, PartSlot.numbered(0, 5),
                held(new byte[5], sending, goOn), Checks.NONE, Access.NONE));
            assertThat(sending.await(30, TimeUnit.SECONDS)).isTrue();
            pass(WEEK.multipliedBy(3));
            assertThat(expired()).isEmpty();
            goOn.countDown();
            part.get(30, TimeUnit.SECONDS);
            assertThat(expired()).isEmpty();
        } finally {
            client.shutdownNow();
        }
        pass(WEEK.plusSeconds(1));
        assertThat(expired()).containsExactly("sending");
    }

    private static Body held(byte[] bytes, CountDownLatch sending, CountDownLatch goOn) {
        Body body = Body.of(bytes);
        return new Body() {

            @Override
            public long length() {
                return body.length();
            }

            @Override
            public boolean repeatable() {
                return false;
            }

            @Override
            public InputStream open() throws IOException {
                sending.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted", e);
                }
                return body.open();
            }
        };
    }

    @Test
    void aLineOfTheLogStaysOneLineWhateverTheKey() {
        assertThat(LogText.of("a\r\nWARN forged \u2028\u0085\u001b[31m\u202e end")).doesNotContain("\r", "\n", "\u2028", "\u0085", "\u001b")
            .contains("a\\u000d\\u000aWARN");
    }
}
