package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.change;
import static io.github.chunkupload.transfer.FaultyStore.loseTheAnswer;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.IfExists;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Answers that are lost after the store has done what it was asked, or before. */
class DoubtTest extends TransferTestBase {

    @Test
    void aLostAnswerToInitiateLeavesNoUploadBehind() throws IOException {
        store.on(Call.INITIATE, 1, loseTheAnswer());
        Path file = file(3 * PART);
        upload(transfer(), file);
        assertThat(store.calls(Call.INITIATE)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void anUploadOfSomebodyElseIsNeverAbortedOnTheWay() {
        disk.initiate(UploadRequest.of(OBJECT));
        store.on(Call.INITIATE, 1, loseTheAnswer());
        upload(transfer(), file(3 * PART));
        assertThat(openUploads()).hasSize(1);
    }

    @Test
    void aLostAnswerToInitiateIsTakenUpWhereASecondUploadWouldBeRefused() throws IOException {
        store.facts(Facts.exclusive()).on(Call.INITIATE, 1, loseTheAnswer());
        Path file = file(3 * PART);
        upload(transfer(), file);
        assertThat(store.calls(Call.INITIATE)).isEqualTo(1);
        assertThat(openUploads()).isEmpty();
        assertStored(file);
    }

    @Test
    void anUploadOfSomebodyElseIsNotTakenUpEither() {
        UploadRef theirs = ((Admission.Open) disk.initiate(UploadRequest.of(OBJECT))).upload();
        disk.putPart(theirs, PartSlot.numbered(0, 1), Body.of(new byte[1]), Checks.NONE, Access.NONE);
        store.facts(Facts.exclusive()).on(Call.INITIATE, 1, refuse(Failure.CONNECTION));
        failure(Failure.UPLOAD_OPEN, () -> upload(transfer(), file(3 * PART)));
        assertThat(openUploads()).hasSize(1);
    }

    @Test
    void aLostAnswerToCompleteIsSettledBySizeWhereNobodyElseCouldHaveMadeTheObject() throws IOException {
        store.facts(Facts.exclusive()).on(Call.COMPLETE, 1, loseTheAnswer()).onEvery(Call.STATE, refuse(Failure.NO_SUCH_UPLOAD));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertThat(store.calls(Call.COMPLETE)).isEqualTo(1);
        assertStored(file);
    }

    @Test
    void aLostAnswerToAPutIsSettledByAnETagThatIsTheMd5() throws IOException {
        store.facts(Facts.exclusive()).on(Call.PUT, 1, loseTheAnswer()).onEvery(Call.PUT, refuse(Failure.ALREADY_EXISTS));
        Path file = file(PART);
        upload(transfer(settings().putThreshold(PART)), file);
        assertThat(store.calls(Call.PUT)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void aLostAnswerToAPartIsMadeGoodBySendingItAgain() throws IOException {
        store.onPart(1, loseTheAnswer()).onPart(2, refuse(Failure.CONNECTION));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(0, 1, 2, 3);
        assertStored(file);
    }

    @Test
    void aCompleteWhoseAnswerWasLostIsSettledByAsking() throws IOException {
        store.on(Call.COMPLETE, 1, loseTheAnswer());
        Path file = file(4 * PART);
        assertThat(upload(transfer(), file).proof()).isEqualTo(Proof.CRC64);
        assertThat(store.calls(Call.COMPLETE)).isEqualTo(1);
        assertStored(file);
    }

    @Test
    void aCompleteThatSucceededIsNotReportedFailedBecauseTheUploadIsGone() throws IOException {
        store.on(Call.COMPLETE, 1, loseTheAnswer()).onEvery(Call.STATE, refuse(Failure.NO_SUCH_UPLOAD))
            .on(Call.COMPLETE, 2, refuse(Failure.NO_SUCH_UPLOAD));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertStored(file);
    }

    @Test
    void aCompleteThatNeverArrivedIsAskedAgain() throws IOException {
        store.on(Call.COMPLETE, 1, refuse(Failure.CONNECTION));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertThat(store.calls(Call.COMPLETE)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void askingIsTriedAgainTooWhileTheLineIsDown() throws IOException {
        store.on(Call.COMPLETE, 1, loseTheAnswer()).on(Call.STATE, 1, refuse(Failure.CONNECTION))
            .on(Call.HEAD, 1, refuse(Failure.CONNECTION));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertStored(file);
    }

    @Test
    void askingIsTriedAgainTooWhereTheLastPartMadeTheObject() throws IOException {
        store.facts(t -> t.toBuilder().implicitFinish(true).serial(true).build());
        store.onPart(3, call -> {
            call.get();
            disk.complete(openUploads().get(0).upload(), Completion.ALL);
            throw UploadException.of(Failure.CONNECTION, "lost");
        }).onPart(3, refuse(Failure.NO_SUCH_UPLOAD));
        store.on(Call.STATE, 1, refuse(Failure.CONNECTION)).on(Call.HEAD, 1, refuse(Failure.CONNECTION));
        Path file = file(4 * PART);
        upload(transfer(), file);
        assertStored(file);
    }

    @Test
    void anOlderObjectOfTheSameSizeIsNotTakenForOurs() {
        disk.put(UploadRequest.of(OBJECT), Body.of(new byte[4 * PART]), Checks.NONE);
        store.onEvery(Call.COMPLETE, refuse(Failure.CONNECTION)).onEvery(Call.STATE, refuse(Failure.NO_SUCH_UPLOAD));
        failure(Failure.OUTCOME_UNKNOWN, () -> upload(transfer(), file(4 * PART)));
        assertThat(openUploads()).as("never aborted while it may have become the object").hasSize(1);
    }

    @Test
    void whatCannotBeSettledIsNamedAndNeverAborted() {
        store.onEvery(Call.COMPLETE, refuse(Failure.CONNECTION));
        UploadException e = failure(Failure.OUTCOME_UNKNOWN, () -> upload(transfer(settings().onFailure(OnFailure.ABORT)), file(4 * PART)));
        assertThat(e.getCause()).isInstanceOf(UploadException.class);
        assertThat(openUploads()).hasSize(1);
    }

    @Test
    void whatCouldNotBeSettledIsSettledByTheNextTransfer() throws IOException {
        whatCannotBeSettledIsNamedAndNeverAborted();
        restart();
        Path file = directory.resolve("source-" + 4 * PART);
        upload(transfer(), file);
        assertThat(store.confirmed()).isEmpty();
        assertStored(file);
    }

    @Test
    void aPendingObjectIsAskedForWithoutSpendingRetries() throws IOException {
        for (int i = 1; i <= 20; i++) {
            store.on(Call.COMPLETE, i,
                refuse(UploadException.builder(Failure.PENDING, "on its way").retryAfter(Duration.ofSeconds(2)).build()));
        }
        Path file = file(4 * PART);
        upload(transfer(settings().retry(RetryPolicy.NEVER)), file);
        assertThat(waits).hasSize(20).allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(2)));
        assertStored(file);
    }

    @Test
    void anObjectThatIsPendingForTooLongIsNamed() {
        store.onEvery(Call.COMPLETE, refuse(Failure.PENDING));
        failure(Failure.OUTCOME_UNKNOWN, () -> upload(transfer(settings().completeTimeout(Duration.ofMillis(20))), file(4 * PART)));
    }

    @Test
    void aPartThatTheStoreMissesAtTheEndIsSentAgainAndNotAllOfThem() throws IOException {
        store.on(Call.COMPLETE, 1, call -> {
            throw UploadException.of(Failure.INVALID_PART, "part 2 is another one");
        });
        Path file = file(4 * PART);
        store.onPart(3, then(() -> disk.putPart(openUploads().get(0).upload(), new PartSlot(0, 0, PART),
            Body.of(new byte[PART]), Checks.NONE, Access.NONE)));
        upload(transfer(settings().parallelParts(1)), file);
        assertThat(store.confirmed()).containsExactly(0, 0, 1, 2, 3);
        assertStored(file);
    }

    @Test
    void anObjectWithAnotherChecksumThanItsPartsIsReportedAndNotTakenForSuccess() {
        store.onEvery(Call.COMPLETE, change(ObjectReceipt.class, Answers::corrupted));
        failure(Failure.CORRUPT, () -> upload(transfer(), file(4 * PART)));
    }

    @Test
    void theWholeObjectIsProvedByAskingWhereCompleteTellsNoChecksum() throws IOException {
        store.onEvery(Call.COMPLETE, change(ObjectReceipt.class, Answers::untold));
        Path file = file(4 * PART);
        assertThat(upload(transfer(), file).proof()).isEqualTo(Proof.CRC64);
        assertThat(store.calls(Call.HEAD)).isEqualTo(1);
        assertStored(file);
    }

    @Test
    void aPutWhoseAnswerWasLostIsRepeated() throws IOException {
        store.on(Call.PUT, 1, loseTheAnswer());
        Path file = file(10);
        upload(transfer(settings().putThreshold(PART)), file);
        assertThat(store.calls(Call.PUT)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void aPutThatMayNotReplaceIsNotBlockedByItsOwnLostAnswer() throws IOException {
        store.on(Call.PUT, 1, loseTheAnswer());
        Path file = file(10);
        upload(transfer(settings().putThreshold(PART).ifExists(IfExists.FAIL)), file);
        assertStored(file);
    }

    @Test
    void aCompleteThatMayNotReplaceIsNotBlockedByItsOwnLostAnswer() throws IOException {
        store.on(Call.COMPLETE, 1, loseTheAnswer()).on(Call.COMPLETE, 2, refuse(Failure.ALREADY_EXISTS));
        Path file = file(3 * PART);
        upload(transfer(settings().ifExists(IfExists.FAIL)), file);
        assertStored(file);
    }
}
