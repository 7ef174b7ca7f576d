package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.Staging.Staged;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState.Phase;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store promises that can make objects durable before anybody sees them; a subclass can also close and open it again. */
@Timeout(120)
public abstract class StagingContract implements StoreUnderTest {

    /** Closes the store, without any farewell that a crash would not allow, and opens what it left. */
    protected abstract void reopen();

    private Staging staging() {
        return store().capability(Staging.class).orElseThrow();
    }

    private Sending sent(String name, long seed) {
        return Sending.open(this, object(name), Content.random(seed, partSize() * 3 + 5)).sendAll();
    }

    private Staged assemble(Sending upload) {
        return staging().assemble(upload.ref(), Completion.of(upload.receipts()));
    }

    private void isOpened(Staged staged, byte[] content) throws Exception {
        try (Download download = staging().open(staged.id())) {
            assertThat(download.body()).isInstanceOf(FileRegion.class);
            assertThat(download.info().size()).isEqualTo(content.length);
            Content.isSame(Content.read(download), content);
        }
    }

    @Test
    void whatIsAssembledIsReadableAndInvisible() throws Exception {
        Sending upload = sent("invisible", 200);
        Staged staged = assemble(upload);
        assertThat(staged.upload()).isEqualTo(upload.ref());
        assertThat(staged.info().object()).isEqualTo(upload.ref().object());
        assertThat(staged.info().size()).isEqualTo(upload.content().length);
        Content.isTrue(staged.info().sums(), upload.content());
        isOpened(staged, upload.content());
        absent(store(), upload.ref().object());
        assertThat(staging().pending()).containsExactly(staged);
        assertThat(staging().outcome(staged)).isEmpty();
        assertThat(store().state(upload.ref(), -1, 10).phase()).isEqualTo(Phase.ASSEMBLED);
    }

    @Test
    void anEarlierObjectStaysUntilTheNewOneIsPublished() {
        byte[] before = Content.random(201, 500);
        make(object("earlier"), before);
        Sending upload = sent("earlier", 202);
        Staged staged = assemble(upload);
        Content.isStored(store(), object("earlier"), before);
        staging().publish(staged.id());
        upload.isStored();
    }

    @Test
    void publishingAnswersAsCompleteWouldHave() {
        ObjectReceipt completed = sent("completed", 203).finish();
        Sending upload = Sending.open(this, object("published"), Content.random(203, partSize() * 3 + 5)).sendAll();
        Staged staged = assemble(upload);
        ObjectReceipt receipt = staging().publish(staged.id());
        assertThat(receipt.etag()).isEqualTo(completed.etag()).isEqualTo(staged.info().etag());
        assertThat(receipt.sums()).isEqualTo(completed.sums());
        assertThat(receipt.size()).isEqualTo(upload.content().length);
        assertThat(staging().pending()).isEmpty();
        assertThat(staging().outcome(staged)).hasValue(receipt);
        upload.isStored();
    }

    @Test
    void whatWasCompletedWithoutBeingStagedHasItsOutcome() {
        Sending upload = sent("unstaged", 215);
        ObjectReceipt receipt = upload.complete(upload.receipts());
        assertThat(staging().outcome(assemble(upload))).hasValue(receipt);
        assertThat(staging().pending()).isEmpty();
        upload.isStored();
    }

    @Test
    void everyStepThatIsRepeatedAnswersAsTheFirstTimeAlsoAfterARestart() {
        Sending upload = sent("repeated", 204);
        Staged staged = assemble(upload);
        assertThat(assemble(upload)).isEqualTo(staged);
        reopen();
        assertThat(assemble(upload)).isEqualTo(staged);
        ObjectReceipt receipt = staging().publish(staged.id());
        assertThat(staging().publish(staged.id())).isEqualTo(receipt);
        assertThat(assemble(upload)).isEqualTo(staged);
        reopen();
        assertThat(staging().publish(staged.id())).isEqualTo(receipt);
        assertThat(staging().outcome(staged)).hasValue(receipt);
        assertThat(assemble(upload)).isEqualTo(staged);
        assertThat(upload.complete(upload.receipts())).isEqualTo(receipt);
        assertThat(staging().pending()).isEmpty();
        upload.isStored();
    }

    @Test
    void aRepeatedPublishDoesNotBringTheOldObjectBack() {
        Sending upload = sent("reborn", 205);
        Staged staged = assemble(upload);
        staging().publish(staged.id());
        byte[] later = Content.random(206, 300);
        make(object("reborn"), later);
        staging().publish(staged.id());
        Content.isStored(store(), object("reborn"), later);
        store().delete(object("reborn"));
        staging().publish(staged.id());
        absent(store(), object("reborn"));
    }

    @Test
    void assemblingAgainWithOtherPartsIsRefused() throws Exception {
        Sending upload = sent("others", 207);
        Staged staged = assemble(upload);
        List<PartReceipt> fewer = upload.receipts().subList(0, 2);
        refusedAsOneOf(() -> staging().assemble(upload.ref(), Completion.of(fewer)), Failure.INVALID_PART, Failure.NO_SUCH_UPLOAD);
        assertThat(staging().pending()).containsExactly(staged);
        isOpened(staged, upload.content());
    }

    @Test
    void assemblingWhatIsNotThereIsRefused() {
        Sending upload = Sending.open(this, object("gap"), Content.random(208, partSize() * 3)).sendAll(0, 2);
        refused(Failure.INVALID_PART, () -> assemble(upload));
        refused(Failure.PART_TOO_SMALL,
            () -> staging().assemble(upload.sendAll(1).ref(), Completion.of(upload.receipts()).withMinPart(partSize() + 1)));
        assertThat(staging().pending()).isEmpty();
        upload.finishAndCompare();
    }

    @Test
    void partsThatComeAfterAssemblyChangeNothing() throws Exception {
        Sending upload = sent("late", 209);
        byte[] content = upload.content();
        Staged staged = assemble(upload);
        refusedAsOneOf(() -> upload.send(0, Content.random(210, partSize())), Failure.CONFLICT, Failure.NO_SUCH_UPLOAD, Failure.PENDING);
        isOpened(staged, content);
        staging().publish(staged.id());
        upload.isStored();
    }

    @Test
    void whatIsDiscardedEndsAsIfAborted() {
        byte[] before = Content.random(211, 400);
        make(object("discarded"), before);
        Sending upload = sent("discarded", 212);
        Staged staged = assemble(upload);
        staging().discard(staged.id());
        gone(staged);
        refused(Failure.NO_SUCH_UPLOAD, () -> upload.complete(upload.receipts()));
        refused(Failure.NO_SUCH_UPLOAD, () -> store().state(upload.ref(), -1, 10));
        reopen();
        gone(staged);
        Content.isStored(store(), object("discarded"), before);
    }

    private void gone(Staged staged) {
        assertThat(staging().pending()).isEmpty();
        refusedAsOneOf(() -> staging().publish(staged.id()), Failure.NO_SUCH_UPLOAD, Failure.NO_SUCH_OBJECT);
        refusedAsOneOf(() -> staging().open(staged.id()), Failure.NO_SUCH_UPLOAD, Failure.NO_SUCH_OBJECT);
        assertThat(staging().outcome(staged)).isEmpty();
    }

    @Test
    void whatIsRetiredSucceedsWithoutAnObject() {
        byte[] before = Content.random(213, 400);
        make(object("retired"), before);
        Sending upload = sent("retired", 214);
        Staged staged = assemble(upload);
        ObjectReceipt receipt = staging().retire(staged.id());
        assertThat(receipt.etag()).isEqualTo(staged.info().etag());
        for (int round = 0; round < 2; round++) {
            Content.isStored(store(), object("retired"), before);
            assertThat(staging().pending()).isEmpty();
            assertThat(staging().retire(staged.id())).isEqualTo(receipt);
            assertThat(staging().outcome(staged)).hasValue(receipt);
            assertThat(upload.complete(upload.receipts())).isEqualTo(receipt);
            Content.isStored(store(), object("retired"), before);
            reopen();
        }
    }

    @Test
    void whatIsPendingSurvivesARestartInItsOrder() throws Exception {
        Metadata metadata = Metadata.NONE.withHeader("content-type", "text/x").withUser("note", "kept");
        Sending first = Sending.open(this, request(object("first")).withMetadata(metadata), Content.random(215, partSize() * 2)).sendAll();
        Sending second = sent("second", 216);
        byte[] third = Content.random(217, 777);
        List<Staged> staged = List.of(assemble(second), assemble(first),
            staging().assemble(request(object("third")).withMetadata(metadata), Body.of(third), proofs()));
        reopen();
        assertThat(staging().pending()).isEqualTo(staged);
        assertThat(staging().pending().get(1).info().metadata()).isEqualTo(metadata);
        isOpened(staged.get(0), second.content());
        isOpened(staged.get(1), first.content());
        isOpened(staged.get(2), third);
        staged.forEach(s -> staging().publish(s.id()));
        first.isStored();
        second.isStored();
        Content.isStored(store(), object("third"), third);
    }

    @Test
    void anObjectSentInOnePieceIsAssembledOrNotAtAll() throws Exception {
        byte[] content = Content.random(218, 60_000);
        Checks wrong = new Checks(EnumSet.of(Digest.MD5), Content.sums(new byte[1], EnumSet.of(Digest.MD5)));
        UploadRequest request = request(object("piece"));
        refused(Failure.DIGEST_MISMATCH, () -> staging().assemble(request, Body.of(content), wrong));
        refused(Failure.INCOMPLETE_BODY, () -> staging().assemble(request, Bodies.breaking(content), proofs()));
        assertThat(staging().pending()).isEmpty();
        Staged staged = staging().assemble(request, Body.of(content), checks(content));
        assertThat(staged.upload().uploadId()).isEmpty();
        isOpened(staged, content);
        absent(store(), request.object());
        Content.isTrue(staging().publish(staged.id()).sums(), content);
        Content.isStored(store(), request.object(), content);
    }

    @Test
    void anEmptyObjectIsAssembledToo() throws Exception {
        Staged staged = staging().assemble(request(object("empty")), Body.EMPTY, proofs());
        isOpened(staged, new byte[0]);
        staging().publish(staged.id());
        Content.isStored(store(), object("empty"), new byte[0]);
    }

    @Test
    void whatMayNotReplaceStaysPending() {
        UploadRequest keeping = request(object("keeping")).withReplace(false);
        Staged staged = staging().assemble(keeping, Body.of(Content.random(219, 300)), proofs());
        byte[] appeared = Content.random(220, 200);
        make(object("keeping"), appeared);
        refused(Failure.ALREADY_EXISTS, () -> staging().publish(staged.id()));
        assertThat(staging().pending()).containsExactly(staged);
        Content.isStored(store(), object("keeping"), appeared);
        store().delete(object("keeping"));
        staging().publish(staged.id());
        Content.isStored(store(), object("keeping"), Content.random(219, 300));
    }

    @Test
    void ofTwoOfOneKeyTheLastPublishedStays() {
        Sending first = sent("twice", 221);
        Sending second = sent("twice", 222);
        Staged early = assemble(first);
        Staged late = assemble(second);
        assertThat(early.id()).isNotEqualTo(late.id());
        staging().publish(late.id());
        second.isStored();
        staging().publish(early.id());
        first.isStored();
    }

    @Test
    void assembliesAndPublicationsThatRaceMakeOneObject() throws Exception {
        for (int round = 0; round < 20; round++) {
            Sending upload = sent("race " + round, 223 + round);
            List<Staged> staged = Race.run(4, Collections.nCopies(4, () -> assemble(upload)));
            assertThat(staged.stream().map(Staged::id).distinct()).hasSize(1);
            Callable<ObjectReceipt> publish = () -> staging().publish(staged.get(0).id());
            assertThat(Race.run(4, Collections.nCopies(4, publish)).stream().distinct()).hasSize(1);
            upload.isStored();
        }
    }

    @Test
    void publishingAndDiscardingThatRaceEndInOneOfThem() throws Exception {
        for (int round = 0; round < 10; round++) {
            Sending upload = sent("either " + round, 224 + round);
            Staged staged = assemble(upload);
            List<Race.Outcome<Object>> outcomes = Race.start(List.of(() -> staging().publish(staged.id()), () -> {
                staging().discard(staged.id());
                return "discarded";
            }));
            if (outcomes.get(0).value().isPresent()) {
                upload.isStored();
            } else {
                absent(store(), upload.ref().object());
            }
            assertThat(staging().pending()).isEmpty();
        }
    }

    @Test
    void namesWhatIsNotStaged() {
        for (String id : List.of("", "nothing", "../../etc/passwd", "a/b", "\0", "x".repeat(300))) {
            refusedAsOneOf(() -> staging().publish(id), Failure.NO_SUCH_UPLOAD, Failure.NO_SUCH_OBJECT);
            refusedAsOneOf(() -> staging().retire(id), Failure.NO_SUCH_UPLOAD, Failure.NO_SUCH_OBJECT);
            refusedAsOneOf(() -> staging().open(id), Failure.NO_SUCH_UPLOAD, Failure.NO_SUCH_OBJECT);
        }
        store().head(make(object("untouched"), new byte[3]).object(), Access.NONE);
    }
}
