package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.change;
import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.ContentMd5;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest extends TransferTestBase {

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION", "BUSY", "UNAVAILABLE", "INTERNAL", "DIGEST_MISMATCH", "INCOMPLETE_BODY", "EXPIRED"})
    void whatMayPassIsTriedAgain(Failure kind) throws IOException {
        store.on(Call.INITIATE, 1, refuse(kind)).onPart(1, refuse(kind)).onPart(1, refuse(kind)).on(Call.COMPLETE, 1, refuse(kind));
        Path file = file(3 * PART);
        if (kind == Failure.DIGEST_MISMATCH) {
            store.on(Call.COMPLETE, 1, call -> call.get());
        }
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(0, 1, 2);
        assertStored(file);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN", "TOO_LARGE", "SIGNATURE_MISMATCH", "STORAGE_FULL", "PROTOCOL"})
    void whatDoesNotPassIsNotTriedAgain(Failure kind) {
        store.onPart(1, refuse(kind));
        failure(kind, () -> upload(transfer(), file(3 * PART)));
        assertThat(store.calls(Call.PART)).isLessThanOrEqualTo(3);
        assertThat(waits).isEmpty();
    }

    @Test
    void attemptsAreLimited() {
        store.onEvery(Call.PART, refuse(Failure.CONNECTION));
        failure(Failure.CONNECTION, () -> upload(transfer(settings().parallelParts(1)), file(3 * PART)));
        assertThat(store.calls(Call.PART)).isEqualTo(RetryPolicy.DEFAULT.attempts());
        assertThat(waits).hasSize(RetryPolicy.DEFAULT.attempts() - 1);
    }

    @Test
    void aWholeTransferHasABudgetOfRetries() {
        for (int i = 0; i < 50; i++) {
            store.onPart(i, refuse(Failure.CONNECTION)).onPart(i, refuse(Failure.CONNECTION));
        }
        RetryPolicy tight = new RetryPolicy(6, 7, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        failure(Failure.CONNECTION, () -> upload(transfer(settings().parallelParts(1).retry(tight)), file(50 * PART)));
        assertThat(waits).hasSize(7);
    }

    @Test
    void confirmedPartsEarnRetriesBack() throws IOException {
        for (int i = 0; i < 60; i += 10) {
            store.onPart(i, refuse(Failure.CONNECTION));
        }
        RetryPolicy tight = new RetryPolicy(6, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Path file = file(60 * PART);
        upload(transfer(settings().parallelParts(1).retry(tight)), file);
        assertThat(waits).hasSize(6);
        assertStored(file);
    }

    @Test
    void retryAfterIsHonouredAndJitterAdded() {
        store.onPart(0, refuse(UploadException.builder(Failure.BUSY, "slow down").retryAfter(Duration.ofSeconds(7)).build()));
        upload(transfer(), file(2 * PART));
        assertThat(waits).singleElement()
            .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    @Test
    void noRetryOutlastsTheDeadline() {
        store.onPart(0, refuse(UploadException.builder(Failure.BUSY, "slow down").retryAfter(Duration.ofHours(2)).build()));
        UploadException e = failure(Failure.CANCELLED,
            () -> upload(transfer(settings().deadline(Duration.ofHours(1))), file(2 * PART)));
        assertThat(((UploadException) e.getCause()).kind()).isEqualTo(Failure.BUSY);
        assertThat(waits).isEmpty();
    }

    @Test
    void waitsAreSpreadEvenlyUpToACeilingThatDoubles() {
        Random random = new Random(7);
        for (int failures = 1; failures <= 10; failures++) {
            long ceiling = Math.min(30_000, 1000L << (failures - 1));
            List<Long> drawn = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                drawn.add(RetryPolicy.DEFAULT.jitter(Duration.ofSeconds(1), failures, random).toMillis());
            }
            assertThat(drawn).allSatisfy(wait -> assertThat(wait).isBetween(0L, ceiling));
            double average = drawn.stream().mapToLong(Long::longValue).average().orElse(0);
            assertThat(average).isBetween(ceiling * 0.45, ceiling * 0.55);
        }
    }

    @Test
    void refusalsWaitLongerThanBrokenConnections() {
        store.onPart(0, refuse(Failure.BUSY));
        upload(transfer(), file(2 * PART));
        assertThat(RetryPolicy.DEFAULT.refusedBase()).isGreaterThan(RetryPolicy.DEFAULT.brokenBase());
        assertThat(waits.get(0)).isLessThanOrEqualTo(RetryPolicy.DEFAULT.refusedBase());
    }

    @Test
    void aPartTheStoreReceivedDamagedIsSentAgainAndNothingElse() throws IOException {
        store.onPart(1, change(PartReceipt.class, Answers::corrupted));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertThat(store.calls(Call.PART)).isEqualTo(5);
        assertStored(file);
    }

    @Test
    void aPutTheStoreReceivedDamagedIsSentAgain() throws IOException {
        store.on(Call.PUT, 1, change(ObjectReceipt.class, Answers::corrupted));
        Path file = file(10);
        upload(transfer(settings().putThreshold(PART)), file);
        assertThat(store.calls(Call.PUT)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void anEtagThatIsNoDigestIsNoError() throws IOException {
        Path file = file(4 * PART);
        assertThat(upload(transfer(), file).receipt().etag()).doesNotMatch("[0-9a-f]{32}");
        assertStored(file);
    }

    @Test
    void whatNoAnswerProvesIsProvedByTheListBeforeComplete() throws IOException {
        store.onEvery(Call.PART, change(PartReceipt.class, Answers::untold))
            .onEvery(Call.COMPLETE, change(ObjectReceipt.class, Answers::untold));
        store.facts(Facts.proves(Optional.of(Digest.CRC64), Optional.empty()));
        Path file = file(4 * PART);
        assertThat(upload(transfer(settings().requireProof(true)), file).proof()).isEqualTo(Proof.CRC64);
        assertStored(file);
    }

    @Test
    void whatTheListDisprovesIsSentAgain() throws IOException {
        store.onEvery(Call.PART, change(PartReceipt.class, Answers::untold));
        store.onPart(3, then(() -> disk.putPart(openUploads().get(0).upload(), new PartSlot(1, PART, PART), Body.of(new byte[PART]),
            Checks.computing(Digest.CRC64), Access.NONE)));
        Path file = file(4 * PART);
        upload(transfer(settings().parallelParts(1)), file);
        assertThat(store.confirmed()).containsExactly(0, 1, 1, 2, 3);
        assertStored(file);
    }

    @Test
    void contentMd5IsAnnouncedWhereTheStoreHasNoOtherProof() throws IOException {
        store.facts(Facts.proves(Optional.empty(), Optional.empty()));
        store.onEvery(Call.PART, change(PartReceipt.class, Answers::untold))
            .onEvery(Call.COMPLETE, change(ObjectReceipt.class, Answers::untold));
        Path file = file(4 * PART);
        assertThat(upload(transfer(settings().requireProof(true)), file).proof()).isEqualTo(Proof.CONTENT_MD5);
        assertStored(file);
    }

    @Test
    void contentMd5IsAnnouncedAlwaysIfThatIsWanted() throws IOException {
        Path file = file(2 * PART);
        assertThat(upload(transfer(settings().contentMd5(ContentMd5.ALWAYS).checksum(Digest.MD5)), file).proof()).isEqualTo(Proof.MD5);
        assertThat(disk.head(OBJECT, Access.NONE).etag()).matches("[0-9a-f]{32}-2");
    }

    @Test
    void aBodyThatCannotBeReadAgainIsSentOnce() {
        UploadRef upload = ((Admission.Open) store.initiate(UploadRequest.of(OBJECT))).upload();
        store.onPart(0, call -> {
            call.get();
            throw UploadException.of(Failure.CONNECTION, "lost");
        });
        Ledger ledger = new Ledger(OptionalLong.of(10));
        PartSender sender = new PartSender(store, upload, Access.NONE, TransferSettings.DEFAULT, timing, ledger::confirm);
        Body once = Body.once(new ByteArrayInputStream(bytes(10)), 10);
        failure(Failure.CONNECTION, () -> sender.send(new PartSlot(0, 0, 10), once));
        assertThat(store.calls(Call.PART)).isEqualTo(1);
    }

    @Test
    void partsAndFinishAreUsableAlone() throws IOException {
        byte[] bytes = bytes(25);
        UploadRef upload = ((Admission.Open) store.initiate(UploadRequest.of(OBJECT))).upload();
        Ledger ledger = new Ledger(OptionalLong.of(25));
        PartSender sender = new PartSender(store, upload, Access.NONE, TransferSettings.DEFAULT, timing, ledger::confirm);
        PartPlan plan = PartPlan.of(OptionalLong.of(25), 10, store.traits("bucket"), Admission.open(upload));
        for (PartSlot slot : plan) {
            sender.send(slot, Body.of(Arrays.copyOfRange(bytes, (int) slot.offset(), (int) (slot.offset() + slot.length()))));
        }
        Finisher.Finished finished = new Finisher(store, TransferSettings.DEFAULT, timing).finish(FinishRequest.of(upload, ledger));
        assertThat(finished.proof()).isEqualTo(Proof.CRC64);
        assertThat(stored()).isEqualTo(bytes);
    }

    @Test
    void anUnfinishedLedgerIsNeverCompleted() {
        UploadRef upload = ((Admission.Open) store.initiate(UploadRequest.of(OBJECT))).upload();
        Ledger ledger = new Ledger(OptionalLong.of(25));
        ledger.confirm(new ConfirmedPart(new PartSlot(1, 10, 10), "", Checksums.NONE, Proof.SIZE_ONLY));
        UploadException e = failure(Failure.INVALID_PART,
            () -> new Finisher(store, TransferSettings.DEFAULT, timing).finish(FinishRequest.of(upload, ledger)));
        assertThat(e).hasMessageContaining("10 bytes from 0, 5 bytes from 20");
        assertThat(store.calls(Call.COMPLETE)).isZero();
    }

    @Test
    void aFileThatChangesMidwayFailsByNameAndNeverBecomesAMixture() {
        Path file = file(10 * PART);
        store.onPart(4, first(() -> edit(file)));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(store.calls(Call.PART)).as("the change is noticed at once").isEqualTo(5);
        assertThat(store.calls(Call.COMPLETE)).isZero();
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aFileThatChangesMidwayIsSentAgainAsItIsNowIfThatIsWanted() throws IOException {
        Path file = file(10 * PART);
        store.onPart(4, first(() -> write(file, bytes(12 * PART + 1))));
        TransferResult result = upload(transfer(settings().onSourceChanged(OnSourceChanged.RESTART)), file);
        assertThat(result.bytes()).isEqualTo(12 * PART + 1);
        assertStored(file);
    }

    @Test
    void aFileThatChangesBeforeCompleteIsNoticed() {
        Path file = file(3 * PART);
        store.onPart(2, then(() -> edit(file)));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(store.calls(Call.COMPLETE)).isZero();
    }

    @Test
    void aFileThatIsCutShortMidwayIsAChangedSourceAndNoBrokenConnection() {
        Path file = file(10 * PART);
        store.onPart(4, first(() -> write(file, bytes(3))));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(waits).isEmpty();
    }

    @Test
    void aSmallFileThatChangesWhileItIsPutIsNoObject() {
        Path file = file(100);
        store.on(Call.PUT, 1, first(() -> edit(file)));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().putThreshold(PART)), file));
        failure(Failure.NO_SUCH_OBJECT, () -> disk.head(OBJECT, Access.NONE));
    }

    @Test
    void aGrowingFileIsRefusedAndNeverSentInPart() {
        Path file = file(5 * PART);
        store.onPart(2, first(() -> grow(file)));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void aGrowingFileIsWaitedForIfThatIsWanted() throws IOException {
        Path file = file(5 * PART);
        Duration second = Duration.ofSeconds(1);
        Timing growing = new Timing(timing.clock(), timing.random(), wait -> {
            waits.add(wait);
            if (waits.size() < 4) {
                grow(file);
            }
        });
        try (Source source = Source.of(file)) {
            TransferResult sent = Transfer.on(store).settings(settings().settle(second).build()).executor(pool).timing(growing).build()
                .upload(UploadRequest.of(OBJECT), source);
            assertThat(sent.bytes()).isEqualTo(8 * PART);
        }
        assertThat(waits).containsExactly(second, second, second, second);
        assertStored(file);
    }

    @Test
    void aFileThatStandsStillForLongEnoughIsNotWaitedFor() throws IOException {
        Path file = file(5 * PART);
        Files.setLastModifiedTime(file, FileTime.fromMillis(4711));
        upload(transfer(settings().settle(Duration.ofSeconds(1))), file);
        assertThat(waits).isEmpty();
        assertStored(file);
    }

    @Test
    void aFileThatNeverStandsStillFailsAtTheDeadline() {
        Path file = file(5 * PART);
        failure(Failure.CANCELLED, () -> upload(transfer(settings().settle(Duration.ofHours(1)).deadline(Duration.ofMinutes(1))), file));
        assertThat(store.calls(Call.INITIATE)).isZero();
    }

    private static void grow(Path file) {
        try {
            Files.write(file, new byte[PART], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatIsDeletedMidwayFailsByName() {
        Path file = file(10 * PART);
        store.onPart(4, first(() -> delete(file)));
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void edit(Path file) {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[3]));
            Files.setLastModifiedTime(file, FileTime.fromMillis(4711));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
