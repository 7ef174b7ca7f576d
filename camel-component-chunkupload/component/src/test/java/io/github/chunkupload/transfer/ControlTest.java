package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.holdUntil;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlTest extends TransferTestBase {

    private final ExecutorService caller = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        caller.shutdownNow();
    }

    private TransferResult upload(TransferSettings.Builder settings, Path file, TransferControl control) {
        try (Source source = Source.of(file)) {
            return transfer(settings).upload(UploadRequest.of(OBJECT), source, TransferListener.NONE, control);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPausedTransferBeginsNoRequestUntilItIsResumed() throws Exception {
        TransferControl control = new TransferControl();
        CountDownLatch paused = new CountDownLatch(1);
        store.onPart(2, then(() -> {
            control.pause();
            paused.countDown();
        }));
        Path file = file(6 * PART);
        Future<TransferResult> end = caller.submit(() -> upload(settings().parallelParts(1), file, control));
        assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(control.isPaused()).isTrue();
        assertThat(store.calls(Call.PART)).isEqualTo(3);
        assertThat(end).isNotDone();
        control.resume();
        assertThat(end.get(20, TimeUnit.SECONDS).parts()).isEqualTo(6);
        assertStored(file);
    }

    @Test
    void aPausedTransferEndsAtItsDeadline() {
        TransferControl control = new TransferControl();
        control.pause();
        failure(Failure.CANCELLED, () -> upload(settings().deadline(Duration.ofMillis(50)), file(3 * PART), control));
        assertThat(store.calls(Call.INITIATE)).isZero();
    }

    @Test
    void aCancelledTransferAbortsItsUpload() {
        TransferControl control = new TransferControl();
        store.onPart(2, then(control::cancel));
        UploadException e = failure(Failure.CANCELLED, () -> upload(settings().parallelParts(1), file(6 * PART), control));
        assertThat(e).hasMessageContaining("cancelled");
        assertThat(store.confirmed()).containsExactly(0, 1, 2);
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aPausedTransferCanBeCancelled() throws Exception {
        TransferControl control = new TransferControl();
        store.onPart(1, then(control::pause));
        Future<?> end = caller.submit(
            () -> failure(Failure.CANCELLED, () -> upload(settings().parallelParts(1), file(6 * PART), control)));
        await().until(control::isPaused);
        control.cancel();
        end.get(20, TimeUnit.SECONDS);
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void aStoppedTransferLetsPartsOnTheirWayEndAndIsResumed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean leaving = new AtomicBoolean();
        TransferControl control = new TransferControl(leaving::get);
        store.onPart(0, holdUntil(release)).onPart(1, holdUntil(release));
        Path file = file(6 * PART);
        Future<?> end = caller.submit(() -> failure(Failure.CANCELLED, () -> upload(settings().parallelParts(2), file, control)));
        await().until(() -> store.calls(Call.PART) == 2);
        leaving.set(true);
        release.countDown();
        end.get(20, TimeUnit.SECONDS);
        assertThat(store.confirmed()).containsExactly(0, 1);
        assertThat(openUploads()).hasSize(1);
        assertThat(journal.entries()).singleElement().satisfies(entry -> assertThat(entry.parts()).containsOnlyKeys(0, 1));

        restart();
        assertThat(upload(settings(), file, new TransferControl()).resumedParts()).isEqualTo(2);
        assertThat(store.confirmed()).containsExactly(2, 3, 4, 5);
        assertStored(file);
    }

    @Test
    void aStoppedStreamLeavesNoUploadThatNobodyCouldResume() throws IOException {
        TransferControl control = new TransferControl();
        store.onPart(1, first(control::stop));
        try (Source source = Source.of(new ByteArrayInputStream(bytes(9 * PART)), -1)) {
            Transfer transfer = transfer(settings().parallelParts(1));
            failure(Failure.CANCELLED, () -> transfer.upload(UploadRequest.of(OBJECT), source, TransferListener.NONE, control));
        }
        assertThat(openUploads()).isEmpty();
    }
}
