package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadState.Phase;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is promised when complete is asked twice, at once, too late or with other expectations. */
interface CompletedContract extends StoreUnderTest {

    @Test
    default void answersACompleteThatIsRepeatedAsTheFirstTime() throws Exception {
        Sending upload = Sending.open(this, object("repeated"), Content.random(60, partSize() * 2 + 1)).sendAll();
        ObjectReceipt first = upload.finish();
        Race.Outcome<ObjectReceipt> again = Race.outcome(() -> upload.complete(upload.receipts()));
        if (repeatsComplete()) {
            assertThat(again.value().map(ObjectReceipt::etag)).as("answer to the repetition").hasValue(first.etag());
            assertThat(again.value().orElseThrow().sums()).isEqualTo(first.sums());
        } else {
            assertThat(again.kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
        }
        upload.isStored();
    }

    @Test
    default void aRepeatedCompleteDoesNotBringTheOldObjectBack() throws Exception {
        Sending old = Sending.open(this, object("reborn"), Content.random(61, partSize() * 2)).sendAll();
        old.finish();
        if (traits().overwrites()) {
            byte[] later = Content.random(62, partSize() * 2);
            make(object("reborn"), later);
            Race.outcome(() -> old.complete(old.receipts()));
            Content.isStored(store(), object("reborn"), later);
        }
        if (traits().deletes()) {
            store().delete(object("reborn"));
            Race.outcome(() -> old.complete(old.receipts()));
            absent(store(), object("reborn"));
        }
    }

    @Test
    default void refusesToCompleteAgainWithOtherParts() {
        Sending upload = Sending.open(this, object("otherwise"), Content.random(63, partSize() * 2)).sendAll();
        PartReceipt second = upload.receipts().get(1);
        PartReceipt other = PartReceipt.of(second.slot(), "00000000000000000000000000000000", Checksums.NONE);
        upload.finish();
        if (!second.etag().isEmpty()) {
            refusedAsOneOf(() -> upload.complete(List.of(upload.receipts().get(0), other)),
                Failure.INVALID_PART, Failure.NO_SUCH_UPLOAD);
        }
        upload.isStored();
    }

    @Test
    default void makesOneObjectOfCompletesThatRace() throws Exception {
        for (int round = 0; round < 5; round++) {
            Sending upload = Sending.open(this, object("race " + round), Content.random(64 + round, partSize() * 3)).sendAll();
            Callable<ObjectReceipt> complete = () -> upload.complete(upload.receipts());
            List<Race.Outcome<ObjectReceipt>> outcomes = Race.start(Collections.nCopies(4, complete));
            assertThat(outcomes).anyMatch(o -> o.value().isPresent());
            assertThat(outcomes).allMatch(o -> o.value().isPresent() || o.kind() == Failure.CONFLICT || o.kind() == Failure.NO_SUCH_UPLOAD);
            assertThat(outcomes.stream().flatMap(o -> o.value().stream()).map(ObjectReceipt::etag).distinct()).hasSize(1);
            upload.isStored();
        }
    }

    @Test
    default void makesAWholeObjectOrNoneWhenCompleteAndAbortRace() throws Exception {
        for (int round = 0; round < 5; round++) {
            Sending upload = Sending.open(this, object("aborted " + round), Content.random(70 + round, partSize() * 2));
            if (!traits().aborts()) {
                refused(Failure.UNSUPPORTED, () -> store().abort(upload.ref()));
                upload.sendAll().finishAndCompare();
                continue;
            }
            upload.send(0);
            Callable<Object> complete = () -> traits().implicitFinish() ? upload.send(1) : upload.complete(upload.receipts());
            if (!traits().implicitFinish()) {
                upload.send(1);
            }
            List<Race.Outcome<Object>> outcomes = Race.start(List.of(complete, () -> {
                store().abort(upload.ref());
                return "aborted";
            }));
            assertThat(outcomes).allMatch(
                o -> o.value().isPresent() || o.kind() == Failure.NO_SUCH_UPLOAD || o.kind() == Failure.CONFLICT);
            if (outcomes.get(0).value().isPresent()) {
                upload.isStored();
            } else {
                absent(store(), upload.ref().object());
            }
        }
    }

    @Test
    default void closesTheUploadWithTheObject() throws Exception {
        Sending upload = Sending.open(this, object("closed"), Content.random(75, partSize() * 2)).sendAll();
        upload.finish();
        refused(Failure.NO_SUCH_UPLOAD, () -> upload.send(0));
        if (traits().aborts() && tellsAbortsOfNothing()) {
            refused(Failure.NO_SUCH_UPLOAD, () -> store().abort(upload.ref()));
        } else if (traits().aborts()) {
            store().abort(upload.ref());
        }
        Race.Outcome<Phase> phase = Race.outcome(() -> store().state(upload.ref(), -1, 10).phase());
        assertThat(phase.value().isPresent() ? phase.value().get() : phase.kind()).isIn(Phase.COMPLETED, Failure.NO_SUCH_UPLOAD);
        if (traits().listsUploads()) {
            assertThat(store().uploads(UploadQuery.of(upload.ref().object())).items()).isEmpty();
        }
        upload.isStored();
    }

    @Test
    default void aWrongChecksumOfTheWholeObjectNeverPassesUnseen() throws Exception {
        Sending upload = Sending.open(this, object("unseen"), Content.random(76, partSize() * 2)).sendAll();
        Digest digest = traits().objectProof().orElse(Digest.MD5);
        Checksums wrong = Content.sums(Content.random(77, 10), EnumSet.of(digest));
        Completion expecting = Completion.of(upload.receipts()).expecting(upload.content().length, wrong);
        Race.Outcome<ObjectReceipt> outcome = Race.outcome(() -> store().complete(upload.ref(), expecting));
        if (outcome.value().isPresent()) {
            Content.isTrue(outcome.value().get().sums(), upload.content());
            assertThat(outcome.value().get().sums().known().contains(digest)).as("the receipt lets the caller see it")
                .isEqualTo(traits().objectProof().isPresent());
        } else {
            assertThat(outcome.kind()).isEqualTo(Failure.DIGEST_MISMATCH);
            if (!traits().implicitFinish()) {
                absent(store(), upload.ref().object());
                upload.finishAndCompare();
            }
        }
    }

    @Test
    default void completesWithTheRightSizeAndChecksum() {
        Sending upload = Sending.open(this, object("expected"), Content.random(78, partSize() * 3 + 2)).sendAll();
        Checksums sums = Content.sums(upload.content());
        store().complete(upload.ref(), Completion.of(upload.receipts()).expecting(upload.content().length, sums));
        upload.isStored();
    }

    @Test
    default void aWrongSizeOfTheWholeObjectIsRefused() {
        Sending upload = Sending.open(this, object("size"), Content.random(79, partSize() * 2)).sendAll();
        if (!traits().implicitFinish()) {
            Completion wrong = Completion.of(upload.receipts()).expecting(upload.content().length + 1, Checksums.NONE);
            refusedAsOneOf(() -> store().complete(upload.ref(), wrong), Failure.INVALID_PART, Failure.DIGEST_MISMATCH);
            absent(store(), upload.ref().object());
        }
        upload.finishAndCompare();
    }

    @Test
    default void metadataToldLateWinsOrIsRefused() throws Exception {
        Metadata type = Metadata.NONE.withHeader("content-type", "text/early");
        if (!traits().metadata().keeps(type)) {
            refused(Failure.INVALID_METADATA,
                () -> Sending.open(this, request(object("late")).withMetadata(type), Content.random(80, partSize())));
            return;
        }
        Metadata early = traits().metadata().user() ? type.withUser("kept", "yes") : type;
        Sending upload = Sending.open(this, request(object("late")).withMetadata(early), Content.random(80, partSize() * 2)).sendAll();
        Completion late = new Completion(upload.receipts(), OptionalLong.empty(), Checksums.NONE,
            Metadata.NONE.withHeader("content-type", "text/late"), 0, true);
        Race.Outcome<ObjectReceipt> outcome = Race.outcome(() -> store().complete(upload.ref(), late));
        String expected = "text/late";
        if (outcome.value().isEmpty()) {
            assertThat(outcome.kind()).isEqualTo(Failure.UNSUPPORTED);
            expected = "text/early";
            upload.finish();
        }
        Metadata stored = store().head(object("late"), Access.NONE).metadata();
        assertThat(stored.header("content-type")).hasValue(expected);
        assertThat(stored.user()).isEqualTo(early.user());
        upload.isStored();
    }
}
