package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One upload that somebody else drives part by part. */
class UploadSessionTest extends TransferTestBase {

    private Path file;
    private Source source;

    @BeforeEach
    void write() throws IOException {
        file = file(4 * PART + 1);
        source = Source.of(file);
    }

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    private UploadSession begin(TransferSettings.Builder settings) {
        Opening opening = transfer(settings).open(UploadRequest.of(OBJECT), source, TransferListener.NONE, new TransferControl());
        return ((Opening.Parts) opening).session();
    }

    private CompletableFuture<Void> later(UploadSession session, PartSlot slot) {
        return CompletableFuture.runAsync(() -> session.send(slot), pool);
    }

    @Test
    void whatOneSessionSentTheNextOneNeedsNotSend() throws Exception {
        try (UploadSession first = begin(settings())) {
            first.send(first.plan().slot(3));
            first.send(first.plan().slot(1));
        }
        restart();

        try (UploadSession second = begin(settings())) {
            assertThat(second.missing()).extracting(PartSlot::index).containsExactly(0, 2, 4);
            second.missing().forEach(second::send);
            TransferResult result = second.complete();

            assertThat(result.parts()).isEqualTo(5);
            assertThat(result.resumedParts()).isEqualTo(2);
        }
        assertThat(store.confirmed()).containsExactly(0, 2, 4);
        assertStored(file);
    }

    @Test
    void aSessionGoesOnWhereAWholeTransferEndedAndTheOtherWayRound() throws Exception {
        store.onPart(2, FaultyStore.refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().parallelParts(1)), file));
        restart();
        try (UploadSession session = begin(settings())) {
            assertThat(session.missing()).extracting(PartSlot::index).containsExactly(2, 3, 4);
            session.send(session.plan().slot(4));
        }
        restart();

        assertThat(upload(transfer(), file).resumedParts()).isEqualTo(3);
        assertStored(file);
    }

    @Test
    void completeNamesWhatIsMissingAndTheSessionGoesOn() throws Exception {
        try (UploadSession session = begin(settings())) {
            session.send(session.plan().slot(0));
            session.send(session.plan().slot(2));
            session.send(session.plan().slot(3));

            assertThat(failure(Failure.INVALID_PART, session::complete))
                .hasMessage("Not complete, missing are: 1000 bytes from 1000, 1 bytes from 4000");

            session.missing().forEach(session::send);
            session.complete();
        }
        assertStored(file);
    }

    @Test
    void aLostAnswerToCompleteIsSettled() throws Exception {
        try (UploadSession session = begin(settings())) {
            session.missing().forEach(session::send);
            store.on(Call.COMPLETE, 1, FaultyStore.loseTheAnswer());
            assertThat(session.complete().bytes()).isEqualTo(4 * PART + 1);
        }
        assertStored(file);
    }

    @Test
    void whileASessionIsOpenNobodyElseDrivesItsUpload() {
        try (UploadSession session = begin(settings())) {
            assertThat(session.upload().object()).isEqualTo(OBJECT);
            failure(Failure.UPLOAD_OPEN, () -> upload(transfer(), file));
        }
        upload(transfer(), file);
    }

    @Test
    void partsOfASerialStoreAreSentInTheirOrderWhoeverComesFirst() throws Exception {
        store.facts(Facts.serial());
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (UploadSession session = begin(settings())) {
            for (int i = 0; i < 5; i++) {
                int index = i;
                store.onPart(i, FaultyStore.first(() -> order.add(index)));
            }
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int index : List.of(2, 1, 3)) {
                sent.add(later(session, session.plan().slot(index)));
            }
            session.send(session.plan().slot(0));
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            session.send(session.plan().slot(4));
            session.complete();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertStored(file);
    }

    @Test
    void afterAFailedPartASerialStoreGetsNoLaterOneUntilItWasSentAgain() throws Exception {
        store.facts(Facts.serial());
        store.onPart(0, FaultyStore.refuse(Failure.FORBIDDEN));
        try (UploadSession session = begin(settings())) {
            failure(Failure.FORBIDDEN, () -> session.send(session.plan().slot(0)));
            assertThat(failure(Failure.FORBIDDEN, () -> session.send(session.plan().slot(1))))
                .hasMessageContaining("part 0 failed: refused by the test");

            session.missing().forEach(session::send);
            session.complete();
        }
        assertStored(file);
    }

    @Test
    void noMorePartsAreOnTheirWayThanTheSettingsAllow() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        for (int i = 0; i < 4; i++) {
            store.onPart(i, call -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                two.countDown();
                Object answer = FaultyStore.holdUntil(two).around(call);
                running.decrementAndGet();
                return answer;
            });
        }
        try (UploadSession session = begin(settings().parallelParts(2))) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sent.add(later(session, session.plan().slot(i)));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            session.abort();
        }
        assertThat(most).hasValue(2);
        assertThat(openUploads()).isEmpty();
    }

    @Test
    void closingWaitsForPartsOnTheirWayAndWhatTheyConfirmCounts() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.onPart(2, call -> {
            begun.countDown();
            return FaultyStore.holdUntil(release).around(call);
        });
        UploadSession session = begin(settings());
        CompletableFuture<Void> part = later(session, session.plan().slot(2));
        begun.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(session::close, pool);
        CompletableFuture<Void> late = later(session, session.plan().slot(3));
        release.countDown();
        CompletableFuture.allOf(part, closed).join();
        late.exceptionally(refused -> null).join();
        restart();

        try (UploadSession next = begin(settings())) {
            assertThat(next.ledger().has(next.plan().slot(2))).isTrue();
            next.abort();
        }
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aFailureLeavesTheUploadOrAbortsItAsTheSettingsSay() {
        UploadException cause = UploadException.of(Failure.FORBIDDEN, "the test says so");
        begin(settings()).giveUp(cause);
        assertThat(openUploads()).hasSize(1);

        begin(settings().onFailure(OnFailure.ABORT)).giveUp(cause);

        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void anUploadThatVanishesMeanwhileIsBegunAnewAndWhatWasSentIsSentAgain() throws Exception {
        try (UploadSession session = begin(settings())) {
            Ledger ledger = session.ledger();
            session.send(session.plan().slot(0));
            session.send(session.plan().slot(3));
            disk.abort(session.upload());

            session.missing().forEach(session::send);

            assertThat(ledger).isSameAs(session.ledger()).matches(Ledger::isWhole);
            session.complete();
        }
        assertThat(store.calls(Call.INITIATE)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void anUploadThatVanishesBeforeCompleteIsBegunAnew() throws Exception {
        try (UploadSession session = begin(settings())) {
            session.missing().forEach(session::send);
            disk.abort(session.upload());
            assertThat(session.complete().parts()).isEqualTo(5);
        }
        assertStored(file);
    }

    @Test
    void ofAJoinedUploadThatVanishesAlsoWhatTheStoreHadBeforeIsSent() throws Exception {
        store.facts(t -> StoreTraits.by(StoreTraits.Addressing.OFFSET).maxPart(t.maxPart()).partProof(Digest.CRC64).build());
        store.on(Call.INITIATE, 1, FaultyStore.change(Admission.Open.class, open -> {
            byte[] begun = Arrays.copyOf(bytes(4 * PART + 1), PART);
            disk.putPart(open.upload(), new PartSlot(0, 0, PART), Body.of(begun), Checks.NONE, Access.NONE);
            return new Admission.Open(open.upload(), PART, false, PART);
        }));
        try (UploadSession session = begin(settings())) {
            assertThat(session.missing()).hasSize(4);
            session.send(session.plan().slot(2));
            disk.abort(session.upload());
            session.missing().forEach(session::send);
            disk.abort(session.upload());
            session.complete();
        }
        assertStored(file);
    }

    @Test
    void whatAJoinedUploadHadAlreadyIsSentOnceItHasVanishedToo() throws Exception {
        store.facts(t -> StoreTraits.by(StoreTraits.Addressing.OFFSET).maxPart(t.maxPart()).partProof(Digest.CRC64).build());
        store.on(Call.INITIATE, 2, FaultyStore.change(Admission.Open.class, open ->
            new Admission.Open(open.upload(), PART, false, 3 * PART)));
        try (UploadSession session = begin(settings())) {
            session.send(session.plan().slot(0));
            session.send(session.plan().slot(1));
            disk.abort(session.upload());
            session.send(session.plan().slot(3));
            disk.abort(session.upload());

            session.missing().forEach(session::send);
            session.complete();
        }
        assertThat(store.calls(Call.INITIATE)).isEqualTo(3);
        assertStored(file);
    }

    @Test
    void manyThreadsThatFindTheirUploadGoneBeginOneOther() throws Exception {
        CountDownLatch all = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            store.onPart(i, call -> {
                all.countDown();
                return FaultyStore.holdUntil(all).around(call);
            });
        }
        try (UploadSession session = begin(settings())) {
            disk.abort(session.upload());
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sent.add(later(session, session.plan().slot(i)));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            session.send(session.plan().slot(4));
            session.complete();
        }
        assertThat(store.calls(Call.INITIATE)).isEqualTo(2);
        assertStored(file);
    }

    @Test
    void anUploadThatVanishesAgainAndAgainFailsByNameAndIsForgotten() throws Exception {
        for (int i = 0; i < 4; i++) {
            store.onPart(0, FaultyStore.first(() -> openUploads().forEach(info -> disk.abort(info.upload()))));
        }
        UploadSession session = begin(settings());
        UploadException gone = failure(Failure.NO_SUCH_UPLOAD, () -> session.send(session.plan().slot(0)));
        session.giveUp(gone);
        assertThat(failure(Failure.CANCELLED, session::complete)).hasMessageContaining("begin again");
        assertThat(journal.entries()).isEmpty();
        assertThat(openUploads()).isEmpty();
        store.heal();

        try (UploadSession next = begin(settings())) {
            next.missing().forEach(next::send);
            next.complete();
        }
        assertStored(file);
    }

    @Test
    void aLostAnswerToThePartThatMadeTheObjectIsSettled() throws Exception {
        store.facts(t -> t.toBuilder().implicitFinish(true).serial(true).build());
        try (UploadSession session = begin(settings())) {
            store.onPart(4, call -> {
                call.get();
                disk.complete(session.upload(), Completion.ALL);
                throw UploadException.of(Failure.CONNECTION, "lost");
            }).onPart(4, FaultyStore.refuse(Failure.NO_SUCH_UPLOAD));
            session.missing().forEach(session::send);
            assertThat(session.complete().bytes()).isEqualTo(4 * PART + 1);
        }
        assertThat(store.calls(Call.INITIATE)).isEqualTo(1);
        assertStored(file);
    }

    private static void grow(Path file) {
        try {
            Files.write(file, new byte[PART], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aGrowingFileIsWaitedForAndSentAsItIsThen() throws Exception {
        Timing growing = new Timing(timing.clock(), timing.random(), wait -> {
            waits.add(wait);
            if (waits.size() < 3) {
                grow(file);
            }
        });
        Opening opening = Transfer.on(store).endpoint(ENDPOINT).settings(settings().settle(Duration.ofSeconds(1)).build())
            .journal(journal).timing(growing).build().open(UploadRequest.of(OBJECT), source, TransferListener.NONE, new TransferControl());
        try (UploadSession session = ((Opening.Parts) opening).session()) {
            assertThat(session.plan().size()).hasValue(6 * PART + 1);
            session.missing().forEach(session::send);
            session.complete();
        }
        assertThat(waits).hasSize(3);
        assertStored(file);
    }

    @Test
    void aFileThatChangedSinceItsFirstPartsIsRefusedOrBegunAnewAsTheSettingsSay() throws Exception {
        try (UploadSession first = begin(settings())) {
            first.send(first.plan().slot(0));
        }
        grow(file);
        source.close();
        source = Source.of(file);

        try (UploadSession second = begin(settings().onSourceChanged(OnSourceChanged.RESTART))) {
            assertThat(second.missing()).hasSize(6);
            second.send(second.plan().slot(0));
        }
        grow(file);
        source.close();
        source = Source.of(file);
        failure(Failure.SOURCE_CHANGED, () -> begin(settings()));
        assertThat(openUploads()).isEmpty();
        try (UploadSession third = begin(settings())) {
            third.missing().forEach(third::send);
            third.complete();
        }
        assertStored(file);
    }

    @Test
    void aFileThatChangesWhileItsUploadIsBegunIsSentAsItIsThenIfThatIsWanted() throws Exception {
        store.facts(Facts.sizeAndDigestFirst(Digest.MD5));
        Files.write(file, bytes(3 * PART));

        failure(Failure.SOURCE_CHANGED, () -> begin(settings()));
        try (UploadSession session = begin(settings().onSourceChanged(OnSourceChanged.RESTART))) {
            assertThat(session.plan().size()).hasValue(3 * PART);
            session.missing().forEach(session::send);
            session.complete();
        }
        assertStored(file);
    }

    @Test
    void aFileThatChangesMidwayFailsItsPartAndTheNextSessionBeginsAnew() throws Exception {
        TransferSettings.Builder restarting = settings().onSourceChanged(OnSourceChanged.RESTART);
        UploadSession session = begin(restarting);
        session.send(session.plan().slot(0));
        grow(file);
        UploadException changed = failure(Failure.SOURCE_CHANGED, () -> session.send(session.plan().slot(1)));
        session.giveUp(changed);
        assertThat(openUploads()).as("its parts are of no use").isEmpty();
        source.close();
        source = Source.of(file);

        try (UploadSession next = begin(restarting)) {
            next.missing().forEach(next::send);
            next.complete();
        }
        assertStored(file);
    }

    @Test
    void whatGoesInOneRequestIsSentAtOnce() throws Exception {
        Opening opening = transfer(settings().putThreshold(5 * PART)).open(UploadRequest.of(OBJECT), source, TransferListener.NONE,
            new TransferControl());

        assertThat(opening).isInstanceOfSatisfying(Opening.Made.class, made -> assertThat(made.result().parts()).isZero());
        assertStored(file);
    }
}
