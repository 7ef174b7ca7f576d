package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.change;
import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.loseTheAnswer;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static io.github.chunkupload.transfer.FaultyStore.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResumeTest extends TransferTestBase {

    /** Leaves an upload of ten parts of which the first {@code sent} are confirmed, and a process that starts again. */
    private Path interrupted(int sent) {
        Path file = file(10 * PART - 1);
        store.onPart(sent, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(oneByOne()), file));
        assertThat(store.confirmed()).isEqualTo(IntStream.range(0, sent).boxed().toList());
        restart();
        return file;
    }

    @Test
    void resumesAfterTheThirdPartFailedAndSendsNoConfirmedPartTwice() throws IOException {
        Path file = interrupted(2);
        List<String> heard = new ArrayList<>();
        TransferResult result = upload(transfer(), file, new TransferListener() {
            @Override
            public void resumed(UploadRef upload, int parts, long bytes) {
                heard.add(parts + " parts, " + bytes + " bytes");
            }
        });
        assertStored(file);
        assertThat(store.confirmed()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(store.calls(Call.INITIATE)).isZero();
        assertThat(heard).containsExactly("2 parts, 2000 bytes");
        assertThat(result).extracting(TransferResult::parts, TransferResult::resumedParts, TransferResult::resumedBytes,
            TransferResult::proof).containsExactly(10, 2, 2000L, Proof.CRC64);
    }

    @Test
    void aSecondResumeGoesOnWhereTheFirstOneStopped() throws IOException {
        Path file = interrupted(2);
        store.onPart(5, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(oneByOne()), file));
        assertThat(store.confirmed()).containsExactly(2, 3, 4);
        restart();
        assertThat(upload(transfer(), file).resumedParts()).isEqualTo(5);
        assertThat(store.confirmed()).containsExactly(5, 6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aPartThatTheJournalLostIsFoundAtTheStoreAndComparedWithTheFile() throws IOException {
        Path file = interrupted(6);
        tearJournal(100);
        assertThat(journal.entries().get(0).parts()).hasSizeLessThan(6);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aPartThatTheStoreHasOtherwiseIsSentAgainAndOnlyThat() throws IOException {
        Path file = interrupted(6);
        UploadRef upload = openUploads().get(0).upload();
        disk.putPart(upload, new PartSlot(3, 3 * PART, PART), Body.of(bytes(PART)), Checks.NONE, Access.NONE);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(3, 6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aPartThatDiffersFromTheFileIsSentAgainEvenIfTheJournalLostIt() throws IOException {
        Path file = interrupted(6);
        UploadRef upload = openUploads().get(0).upload();
        disk.putPart(upload, new PartSlot(5, 5 * PART, PART), Body.of(bytes(PART)), Checks.NONE, Access.NONE);
        tearJournal(1);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(5, 6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aVanishedUploadIsBegunAnewInsteadOfFailingForEver() throws IOException {
        Path file = interrupted(6);
        disk.abort(openUploads().get(0).upload());
        TransferResult result = upload(transfer(), file);
        assertThat(result.resumedParts()).isZero();
        assertThat(store.confirmed()).hasSize(10);
        assertStored(file);
    }

    @Test
    void aVanishedUploadIsForgottenEvenIfThisTransferMayNotTryAgain() throws IOException {
        Path file = interrupted(6);
        disk.abort(openUploads().get(0).upload());
        failure(Failure.NO_SUCH_UPLOAD, () -> upload(transfer(settings().retry(RetryPolicy.NEVER)), file));
        upload(transfer(settings().retry(RetryPolicy.NEVER)), file);
        assertStored(file);
    }

    @Test
    void anUploadThatVanishesUnderWayIsBegunAnew() throws IOException {
        Path file = file(10 * PART);
        store.onPart(4, FaultyStore.first(() -> disk.abort(openUploads().get(0).upload())));
        upload(transfer(), file);
        assertThat(store.calls(Call.INITIATE)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void aTornJournalOfNothingButItsHeadIsNoObstacle() throws IOException {
        Path file = interrupted(6);
        Files.write(journalFile(), new byte[] {1, 2, 3});
        upload(transfer(), file);
        assertThat(store.confirmed()).hasSize(10);
        assertThat(stored()).isEqualTo(Files.readAllBytes(file));
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aRenamedFileIsResumed() throws IOException {
        Path file = interrupted(6);
        Path renamed = Files.move(file, directory.resolve("renamed.bin"));
        TransferResult result = upload(transfer(), renamed);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertThat(result.proof()).isEqualTo(Proof.CRC64);
        assertStored(renamed);
    }

    @Test
    void anEditWithTheClockSetBackIsNoticedByItsBytesAndNeverMixed() throws IOException {
        Path file = interrupted(6);
        FileTime modified = Files.getLastModifiedTime(file);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(2 * PART + 10).write(ByteBuffer.wrap(new byte[20]));
        }
        Files.setLastModifiedTime(file, modified);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(2, 6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aRenamedFileIsResumedByTheDigestOfTheWholeWhereNoneOfItsPartsWasTaken() throws IOException {
        store.facts(Facts.provesTheWholeOnly(Digest.SHA1));
        Path file = interrupted(6);
        Path renamed = Files.move(file, directory.resolve("renamed.bin"));
        upload(transfer(), renamed);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(renamed);
    }

    @Test
    void anEditWithTheClockSetBackBeginsAnewWhereTheStoreWasToldOfOtherBytes() throws IOException {
        store.facts(Facts.provesTheWholeOnly(Digest.SHA1));
        Path file = interrupted(6);
        FileTime modified = Files.getLastModifiedTime(file);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(2 * PART + 10).write(ByteBuffer.wrap(new byte[20]));
        }
        Files.setLastModifiedTime(file, modified);
        upload(transfer(), file);
        assertThat(store.calls(Call.INITIATE)).isEqualTo(1);
        assertThat(store.confirmed()).hasSize(10);
        assertStored(file);
    }

    @Test
    void aFileThatIsRenamedBetweenItsPartsAndItsEndIsComparedAsAWhole() throws IOException {
        store.facts(Facts.provesTheWholeOnly(Digest.SHA1));
        Path file = file(3 * PART);
        Path link = directory.resolve("link.bin");
        store.onPart(2, first(() -> link(link, file)));
        upload(transfer(oneByOne()), file);
        assertStored(file);
    }

    private static void link(Path link, Path file) {
        try {
            Files.createLink(link, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatChangedSinceItsFirstPartsFailsOnceAndThenStartsFromZero() throws IOException {
        Path file = interrupted(6);
        Files.write(file, bytes(10 * PART - 1), StandardOpenOption.WRITE);
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        failure(Failure.SOURCE_CHANGED, () -> upload(transfer(), file));
        assertThat(openUploads()).as("its parts are of no use").isEmpty();
        upload(transfer(), file);
        assertThat(store.confirmed()).hasSize(10);
        assertStored(file);
    }

    @Test
    void aFileThatChangedSinceItsFirstPartsRestartsIfThatIsWanted() throws IOException {
        Path file = interrupted(6);
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        upload(transfer(settings().onSourceChanged(OnSourceChanged.RESTART)), file);
        assertStored(file);
    }

    @Test
    void aNewFileOfTheSameNameIsNotTakenForTheOldOne() throws IOException {
        Path file = interrupted(6);
        Files.move(file, directory.resolve("old"));
        write(file, bytes(7 * PART));
        upload(transfer(), file);
        assertThat(store.confirmed()).hasSize(7);
        assertThat(stored()).isEqualTo(bytes(7 * PART));
    }

    @Test
    void otherFilesAndOtherKeysHaveEntriesOfTheirOwn() throws IOException {
        interrupted(6);
        Path other = write(directory.resolve("other"), bytes(10 * PART - 1));
        upload(transfer(), other);
        assertThat(store.confirmed()).hasSize(10);
        assertThat(journal.entries()).as("the interrupted one stays").hasSize(1);
        assertThat(openUploads()).hasSize(1);
    }

    @Test
    void anUploadThatBecameTheObjectWhileNobodyListenedIsFoundAndNotSentAgain() throws IOException {
        Path file = file(5 * PART);
        store.on(Call.COMPLETE, 1, then(() -> {
            throw new IllegalStateException("the process dies");
        }));
        try {
            upload(transfer(), file);
        } catch (IllegalStateException died) {
            assertThat(openUploads()).isEmpty();
        }
        restart();
        TransferResult result = upload(transfer(), file);
        assertThat(result.resumedParts()).isEqualTo(5);
        assertThat(store.confirmed()).isEmpty();
        assertStored(file);
    }

    @Test
    void theSameHoldsForAStoreThatForgetsFinishedUploads() throws IOException {
        Path file = file(5 * PART);
        store.on(Call.COMPLETE, 1, then(() -> {
            throw new IllegalStateException("the process dies");
        }));
        try {
            upload(transfer(), file);
        } catch (IllegalStateException died) {
            assertThat(openUploads()).isEmpty();
        }
        restart();
        store.onEvery(Call.STATE, refuse(Failure.NO_SUCH_UPLOAD)).onEvery(Call.COMPLETE, refuse(Failure.NO_SUCH_UPLOAD));
        upload(transfer(), file);
        assertThat(store.confirmed()).isEmpty();
        assertStored(file);
    }

    @Test
    void aCompleteThatNeverArrivedAndAnUploadThatExpiredMeansFromZero() throws IOException {
        Path file = file(5 * PART);
        store.on(Call.COMPLETE, 1, call -> {
            throw new IllegalStateException("the process dies");
        });
        try {
            upload(transfer(), file);
        } catch (IllegalStateException died) {
            disk.abort(openUploads().get(0).upload());
        }
        restart();
        upload(transfer(), file);
        assertThat(store.confirmed()).hasSize(5);
        assertStored(file);
    }

    @Test
    void aStoreThatCannotBeAskedIsNoReasonToForgetThatTheObjectMayBeThere() throws IOException {
        Path file = file(5 * PART);
        store.onEvery(Call.COMPLETE, loseTheAnswer()).onEvery(Call.STATE, refuse(Failure.CONNECTION));
        failure(Failure.OUTCOME_UNKNOWN, () -> upload(transfer(), file));
        restart();
        store.onEvery(Call.STATE, refuse(Failure.NO_SUCH_UPLOAD)).onEvery(Call.COMPLETE, refuse(Failure.NO_SUCH_UPLOAD))
            .onEvery(Call.HEAD, refuse(Failure.CONNECTION));
        failure(Failure.OUTCOME_UNKNOWN, () -> upload(transfer(), file));
        assertThat(store.calls(Call.INITIATE)).isZero();
        restart();
        upload(transfer(), file);
        assertThat(store.confirmed()).isEmpty();
        assertStored(file);
    }

    @Test
    void twoTransfersOfOneFileNeverDriveOneUpload() throws IOException {
        Path file = file(5 * PART);
        List<Failure> second = new ArrayList<>();
        store.onPart(2, FaultyStore.first(() -> second.add(failure(Failure.UPLOAD_OPEN, () -> upload(transfer(), file)).kind())));
        upload(transfer(), file);
        assertThat(second).hasSize(1);
        assertThat(store.confirmed()).containsExactly(0, 1, 2, 3, 4);
        assertStored(file);
    }

    @Test
    void morePartsThanAPageHoldsAreAllFound() throws IOException {
        Path file = write(directory.resolve("many"), bytes(25_000));
        TransferSettings.Builder tiny = TransferSettings.builder().partSize(10).putThreshold(0).parallelParts(1);
        store.onPart(2300, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(tiny), file));
        restart();
        assertThat(upload(transfer(tiny), file).resumedParts()).isEqualTo(2300);
        assertThat(store.calls(Call.STATE)).isEqualTo(3);
        assertThat(store.confirmed()).hasSize(200);
        assertStored(file);
    }

    @Test
    void theJournalIsTrustedWhereTheStoreTellsNothing() throws IOException {
        store.facts(Facts.known(PartsKnown.NONE));
        Path file = interrupted(6);
        store.onEvery(Call.STATE, refuse(Failure.UNSUPPORTED));
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aStoreThatTellsOnlyItsFirstGapIsResumedThere() throws IOException {
        store.facts(Facts.known(PartsKnown.FIRST_GAP));
        Path file = interrupted(6);
        tearJournal(100);
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void partsWithoutChecksumsInTheListAreKnownByTheirEtag() throws IOException {
        Path file = interrupted(6);
        store.onEvery(Call.STATE, change(UploadState.class, state -> new UploadState(state.upload(), state.phase(),
            state.parts().stream().map(part -> new StoredPart(
                PartReceipt.of(part.receipt().slot(), part.receipt().etag(),
                    Checksums.NONE), part.modified())).toList(),
            state.truncated(), state.contiguous(), state.metadata(), state.initiated())));
        upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void theBytesAlreadySentAreCutAsBeforeWhateverThePartSizeIsNow() throws IOException {
        Path file = interrupted(6);
        upload(transfer(settings().partSize(3 * PART)), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void aLostAnswerToAPartIsNoReasonToSendTheOthersAgain() throws IOException {
        Path file = file(10 * PART);
        store.onPart(6, loseTheAnswer());
        failure(Failure.CONNECTION, () -> upload(transfer(oneByOne().retry(RetryPolicy.NEVER)), file));
        restart();
        upload(transfer(), file);
        assertThat(store.confirmed()).as("part 6 is at the store, and was proved by its bytes").containsExactly(7, 8, 9);
        assertStored(file);
    }

    private static TransferSettings.Builder oneByOne() {
        return settings().parallelParts(1);
    }

    private Path journalFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.filter(f -> f.toString().endsWith(".upload")).findFirst().orElseThrow();
        }
    }

    private void tearJournal(int bytes) throws IOException {
        try (var channel = Files.newByteChannel(journalFile(), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }
}
