package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.change;
import static io.github.chunkupload.transfer.FaultyStore.holdUntil;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.IfExists;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest extends TransferTestBase {

    @ParameterizedTest
    @ValueSource(ints = {1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 1, 37_777})
    void everyByteOfAFileArrivesWhateverItsSize(int size) throws IOException {
        Path file = file(size);
        TransferResult result = upload(transfer(), file);
        assertStored(file);
        assertThat(result.bytes()).isEqualTo(size);
        assertThat(result.parts()).isEqualTo((size + PART - 1) / PART);
        assertThat(result.proof()).isEqualTo(Proof.CRC64);
        assertThat(result.resumedParts()).isZero();
        assertThat(result.uploadId()).isNotEmpty();
    }

    @Test
    void anEmptyFileIsAnEmptyObject() throws IOException {
        assertThat(upload(transfer(), file(0)).parts()).isZero();
        assertStored(file(0));
        assertThat(store.calls(Call.PUT)).isEqualTo(1);
    }

    @Test
    void anEmptyFileIsOneEmptyPartWhereThereIsNoPut() throws IOException {
        store.facts(Facts.noPut());
        assertThat(upload(transfer(), file(0)).parts()).isEqualTo(1);
        assertStored(file(0));
    }

    @Test
    void aSmallFileIsOnePutWithoutUploadAndWithoutJournal() throws IOException {
        Path file = file(PART);
        TransferResult result = upload(transfer(TransferSettings.builder().partSize(PART)), file);
        assertStored(file);
        assertThat(result.proof()).isEqualTo(Proof.CRC64);
        assertThat(result.uploadId()).isEmpty();
        assertThat(store.calls(Call.PUT)).isEqualTo(1);
        assertThat(store.calls(Call.INITIATE)).isZero();
        upload(transfer(TransferSettings.builder().partSize(PART)), file(PART + 1));
        assertThat(store.calls(Call.PUT)).isEqualTo(1);
    }

    @Test
    void anArrayIsUploadedInPartsLikeAFile() throws IOException {
        byte[] bytes = bytes(5 * PART + 3);
        try (Source source = Source.of(bytes)) {
            transfer().upload(UploadRequest.of(OBJECT), source);
        }
        assertThat(stored()).isEqualTo(bytes);
    }

    @Test
    void thePartSizeGrowsSoThatTheCountLimitHolds() throws IOException {
        store.facts(Facts.maxParts(10));
        Path file = file(50 * PART + 7);
        assertThat(upload(transfer(), file).parts()).isLessThanOrEqualTo(10);
        assertStored(file);
    }

    @Test
    void tenThousandPartsArriveAndAreProved() throws IOException {
        Path file = write(directory.resolve("large"), bytes(100_000));
        TransferResult result = upload(transfer(TransferSettings.builder().partSize(10).putThreshold(0)), file);
        assertThat(result.parts()).isEqualTo(10_000);
        assertStored(file);
    }

    @Test
    void noMorePartsThanAllowedAreOnTheirWayAtOnce() throws IOException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        store.onEvery(Call.PART, call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Object answer = call.get();
            now.decrementAndGet();
            return answer;
        });
        Path file = file(100 * PART);
        upload(transfer(settings().parallelParts(3)), file);
        assertStored(file);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void partsAreSentInParallel() throws IOException {
        CountDownLatch three = new CountDownLatch(3);
        store.onEvery(Call.PART, call -> {
            three.countDown();
            return holdUntil(three).around(call);
        });
        Path file = file(3 * PART);
        upload(transfer(), file);
        assertStored(file);
    }

    @Test
    void aSerialStoreGetsOnePartAfterAnother() throws IOException {
        store.facts(Facts.serial());
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            int index = i;
            store.onPart(i, then(() -> order.add(index)));
        }
        Path file = file(20 * PART);
        upload(transfer(), file);
        assertStored(file);
        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void manyTransfersShareAPoolSmallerThanTheirNumber() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(12);
        Transfer transfer = transfer();
        List<Future<byte[]>> results = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int size = 20 * PART + i;
            results.add(callers.submit(() -> {
                ObjectRef object = new ObjectRef("bucket", "many/" + size);
                try (Source source = Source.of(file(size))) {
                    transfer.upload(UploadRequest.of(object), source);
                }
                return disk.get(object, ByteRange.ALL, Access.NONE).body()
                    .open().readAllBytes();
            }));
        }
        for (int i = 0; i < 12; i++) {
            assertThat(results.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(bytes(20 * PART + i));
        }
        callers.shutdown();
    }

    @Test
    void theFirstFatalFailureEndsTheTransferAndTheUploadStaysOpen() throws IOException {
        store.onPart(2, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(), file(100 * PART)));
        assertThat(store.confirmed()).hasSizeLessThan(20);
        assertThat(openUploads()).hasSize(1);
        assertThat(journal.entries()).singleElement()
            .satisfies(entry -> assertThat(entry.parts().keySet()).containsExactlyInAnyOrderElementsOf(store.confirmed()));
    }

    @Test
    void partsOnTheirWayAreWaitedForWhenAnotherFails() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        store.onPart(1, call -> {
            running.countDown();
            return holdUntil(failed).around(call);
        });
        store.onPart(0, call -> {
            holdUntil(running).around(() -> "");
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(failed::countDown);
            return refuse(Failure.FORBIDDEN).around(call);
        });
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().parallelParts(2)), file(2 * PART)));
        assertThat(store.confirmed()).containsExactly(1);
        assertThat(journal.entries().get(0).parts()).containsOnlyKeys(1);
    }

    @Test
    void aFailureAbortsTheUploadIfThatIsWanted() {
        store.onPart(2, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().onFailure(OnFailure.ABORT)), file(9 * PART)));
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aFailedAbortIsTriedAgainAndNeverHidesTheCause() {
        store.onPart(2, refuse(Failure.FORBIDDEN)).onEvery(Call.ABORT, refuse(Failure.CONNECTION));
        UploadException e = failure(Failure.FORBIDDEN, () -> upload(transfer(settings().onFailure(OnFailure.ABORT)), file(9 * PART)));
        assertThat(e.getSuppressed()).singleElement().extracting(s -> ((UploadException) s).kind()).isEqualTo(Failure.CONNECTION);
        assertThat(store.calls(Call.ABORT)).isEqualTo(RetryPolicy.DEFAULT.attempts());
        assertThat(journal.entries()).singleElement()
            .satisfies(entry -> assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.ABORTING));
    }

    @Test
    void anAbortThatFailedIsMadeUpForByTheNextTransfer() throws IOException {
        aFailedAbortIsTriedAgainAndNeverHidesTheCause();
        restart();
        Path file = directory.resolve("source-" + 9 * PART);
        assertThat(upload(transfer(), file).resumedParts()).isZero();
        assertStored(file);
    }

    @Test
    void anArrayWhoseUploadFailsLeavesNoUploadThatNobodyCouldResume() {
        store.onPart(1, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> transfer().upload(UploadRequest.of(OBJECT), Source.of(bytes(5 * PART))));
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void anInterruptEndsTheTransferWithAName() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.onPart(1, call -> {
            running.countDown();
            return holdUntil(release).around(call);
        });
        ExecutorService caller = Executors.newSingleThreadExecutor();
        AtomicInteger interrupted = new AtomicInteger();
        Path file = file(50 * PART);
        Future<UploadException> failed = caller.submit(() -> {
            UploadException e = failure(Failure.CANCELLED, () -> upload(transfer(), file));
            interrupted.set(Thread.interrupted() ? 1 : -1);
            return e;
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        caller.shutdownNow();
        release.countDown();
        failed.get(10, TimeUnit.SECONDS);
        assertThat(interrupted).as("the interrupt is kept").hasValue(1);
        restart();
        assertThat(upload(transfer(), file).resumedParts()).isPositive();
        assertStored(file);
    }

    @Test
    void aTransferThatIsStuckEndsAtItsDeadline() {
        CountDownLatch release = new CountDownLatch(1);
        store.onPart(1, holdUntil(release));
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(release::countDown);
        Transfer transfer = transfer(settings().deadline(Duration.ofMillis(200)));
        UploadException e = failure(Failure.CANCELLED, () -> upload(transfer, file(3 * PART)));
        assertThat(e).hasMessageContaining("deadline");
    }

    @Test
    void anObjectThatMayNotBeReplacedStays() throws IOException {
        Path file = file(3 * PART);
        upload(transfer(), file);
        failure(Failure.ALREADY_EXISTS, () -> upload(transfer(settings().ifExists(IfExists.FAIL)), file(4 * PART)));
        failure(Failure.ALREADY_EXISTS, () -> upload(transfer(settings().ifExists(IfExists.FAIL).putThreshold(PART)), file(10)));
        assertThat(stored()).isEqualTo(bytes(3 * PART));
    }

    @Test
    void aSourceThatIsNotWhatWasAnnouncedIsNoObject() {
        Checksums other = Checksums.of(Digest.CRC64, "1").with(Digest.MD5, "0".repeat(32));
        for (int threshold : new int[] {0, 9 * PART}) {
            UploadException e = failure(Failure.DIGEST_MISMATCH, () -> transfer(settings().putThreshold(threshold))
                .upload(UploadRequest.of(OBJECT).withKnown(other), Source.of(bytes(3 * PART))));
            assertThat(e.remedy()).isEqualTo(Remedy.GIVE_UP);
        }
        failure(Failure.NO_SUCH_OBJECT, () -> disk.head(OBJECT, Access.NONE));
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void badWishesAreRefusedBeforeAnyByteMoves() {
        failure(Failure.INVALID_ARGUMENT, () -> upload(transfer(settings().partSize(1L << 60)), file(5)));
        failure(Failure.INVALID_KEY, () -> transfer().upload(UploadRequest.of(new ObjectRef("bucket", "")), Source.of(bytes(1))));
        assertThat(store.calls(Call.INITIATE) + store.calls(Call.PUT)).isZero();
    }

    @Test
    void digestAndSizeAreKnownBeforeAStoreThatNeedsThemIsAsked() throws IOException {
        store.facts(Facts.sizeAndDigestFirst(Digest.SHA1));
        Path file = file(3 * PART);
        assertThat(upload(transfer(), file).proof()).isEqualTo(Proof.SHA1);
        assertStored(file);
    }

    @Test
    void theListenerHearsEveryPartAndOneEnd() throws IOException {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        TransferListener listener = new TransferListener() {
            @Override
            public void planned(UploadRef upload, OptionalLong size, PartPlan plan) {
                heard.add("planned " + plan.parts() + " of " + size.orElse(-1));
            }

            @Override
            public void partSent(PartSlot slot, long bytes, long total) {
                heard.add("sent " + bytes);
            }

            @Override
            public void retried(String what, int attempt, UploadException cause) {
                heard.add("retried " + what + " " + attempt + " " + cause.kind());
            }

            @Override
            public void completed(TransferResult result) {
                heard.add("completed " + result.bytes());
                throw new IllegalStateException("a listener that fails");
            }
        };
        store.onPart(1, refuse(Failure.CONNECTION));
        upload(transfer(), file(2 * PART + 5), listener);
        assertThat(heard).startsWith("planned 3 of 2005").endsWith("completed 2005")
            .containsOnlyOnce("retried part 1 2 CONNECTION", "sent 5").contains("sent 1000").hasSize(6);
    }

    @Test
    void theListenerHearsOfAnUnforeseenFailureToo() {
        List<Failure> failed = new ArrayList<>();
        store.onEvery(Call.INITIATE, call -> {
            throw new IllegalStateException("a store with a bug");
        });
        assertThatIllegalStateException().isThrownBy(() -> upload(transfer(), file(2 * PART), new TransferListener() {
            @Override
            public void failed(UploadException cause) {
                failed.add(cause.kind());
            }
        }));
        assertThat(failed).containsExactly(Failure.INTERNAL);
    }

    @Test
    void theListenerHearsOfAFailureOnce() {
        AtomicInteger failed = new AtomicInteger();
        store.onEvery(Call.INITIATE, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(), file(2 * PART), new TransferListener() {
            @Override
            public void failed(UploadException cause) {
                failed.incrementAndGet();
            }
        }));
        assertThat(failed).hasValue(1);
    }

    @Test
    void noPoolAtAllIsEnough() throws IOException {
        Path file = file(5 * PART + 1);
        upload(Transfer.on(store).settings(settings().build()).timing(timing).build(), file);
        assertStored(file);
    }

    @Test
    void aPoolThatRefusesLeavesTheWorkToTheCaller() throws IOException {
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();
        Path file = file(5 * PART + 1);
        upload(Transfer.on(store).settings(settings().build()).executor(closed).timing(timing).build(), file);
        assertStored(file);
    }

    @Test
    void whatTheStoreDoesNotProveIsRefusedIfProofIsRequired() {
        store.facts(Facts.proves(Optional.empty(), Optional.empty()));
        store.onEvery(Call.PART, change(PartReceipt.class, Answers::untold));
        store.onEvery(Call.STATE, change(UploadState.class, Answers::untold));
        TransferSettings.Builder silent = settings().contentMd5(TransferSettings.ContentMd5.NEVER);
        Path file = file(3 * PART);
        failure(Failure.UNPROVED, () -> upload(transfer(silent.requireProof(true)), file));
        assertThat(store.calls(Call.COMPLETE)).isZero();
        store.onEvery(Call.COMPLETE, change(ObjectReceipt.class, Answers::untold));
        assertThat(upload(transfer(silent.requireProof(false)), file).proof()).isEqualTo(Proof.SIZE_ONLY);
    }
}
