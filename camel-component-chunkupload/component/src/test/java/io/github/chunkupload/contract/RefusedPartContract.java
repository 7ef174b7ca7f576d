package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What is promised of parts and bodies that do not arrive well: they are refused by name and change nothing. */
interface RefusedPartContract extends StoreUnderTest {

    /** Checks that no part of these tests can pass. */
    private Checks wrong(Digest digest) {
        return new Checks(proofs().compute(), Content.sums(Content.random(99, 50), EnumSet.of(digest)));
    }

    @Test
    default void refusesAPartWithAWrongDigestAndStoresNothing() {
        for (Digest digest : traits().partChecks()) {
            Sending upload = Sending.open(this, object("wrong " + digest), Content.random(2000 + digest.ordinal(), partSize() * 2));
            refused(Failure.DIGEST_MISMATCH, () -> upload.put(0, upload.slot(0), Body.of(upload.bytes(0)), wrong(digest)));
            assertThat(store().state(upload.ref(), -1, 10).contiguous()).as("bytes kept of the refused part").isZero();
            upload.sendAll().finishAndCompare();
        }
    }

    @Test
    default void keepsTheEarlierPartWhenALaterOneHasAWrongDigest() {
        for (Digest digest : traits().partChecks()) {
            Sending upload = Sending.open(this, object("kept " + digest), Content.random(2100 + digest.ordinal(), partSize() * 2));
            upload.send(0);
            byte[] other = Content.random(22, upload.bytes(0).length);
            refused(traits().serial() ? Failure.CONFLICT : Failure.DIGEST_MISMATCH,
                () -> upload.put(0, upload.slot(0), Body.of(other), wrong(digest)));
            upload.send(1);
            upload.finishAndCompare();
        }
    }

    @Test
    default void ignoresADigestThatItDoesNotCheckAndTellsTheTruth() {
        EnumSet<Digest> unchecked = EnumSet.allOf(Digest.class);
        unchecked.removeAll(traits().partChecks());
        for (Digest digest : unchecked) {
            Sending upload = Sending.open(this, object("ignored " + digest), Content.random(2300 + digest.ordinal(), partSize()));
            PartReceipt receipt = upload.put(0, upload.slot(0), Body.of(upload.bytes(0)), wrong(digest));
            Content.isTrue(receipt.sums(), upload.bytes(0));
            upload.finishAndCompare();
        }
    }

    @Test
    default void storesNothingOfAPartThatBreaksOff() {
        Sending upload = Sending.open(this, object("broken"), Content.random(24, partSize() * 3));
        upload.send(0);
        broken(upload, 1, upload.bytes(1));
        assertThat(store().state(upload.ref(), -1, 10).contiguous()).as("bytes without a gap").isEqualTo(upload.offset(1));
        upload.sendAll(1, 2).finishAndCompare();
    }

    @Test
    default void keepsTheEarlierPartWhenALaterOneBreaksOff() {
        Sending upload = Sending.open(this, object("kept"), Content.random(25, partSize() * 2));
        upload.send(0);
        broken(upload, 0, Content.random(26, upload.bytes(0).length));
        upload.send(1);
        upload.finishAndCompare();
    }

    private void broken(Sending upload, int index, byte[] bytes) {
        refusedAsOneOf(() -> upload.put(index, upload.slot(index), Bodies.breaking(bytes), proofs()),
            Failure.INCOMPLETE_BODY, Failure.SOURCE_UNREADABLE, Failure.CONNECTION, Failure.CONFLICT);
    }

    @Test
    default void refusesAnObjectWithAWrongDigestAndKeepsTheEarlierOne() {
        if (traits().maxPut() == 0) {
            putIsUnsupported();
            return;
        }
        ObjectRef object = object("wrong put");
        byte[] content = Content.random(27, 5000);
        for (Digest digest : traits().partChecks()) {
            refused(Failure.DIGEST_MISMATCH, () -> store().put(request(object), Body.of(content), wrong(digest)));
            absent(store(), object);
        }
        make(object, content);
        for (Digest digest : traits().partChecks()) {
            refusedAsOneOf(() -> store().put(request(object), Body.of(new byte[9]), wrong(digest)),
                traits().overwrites() ? Failure.DIGEST_MISMATCH : Failure.ALREADY_EXISTS,
                traits().overwrites() || relays() ? Failure.DIGEST_MISMATCH : Failure.ALREADY_EXISTS);
        }
        Content.isStored(store(), object, content);
    }

    @Test
    default void storesNothingOfAnObjectThatBreaksOff() {
        if (traits().maxPut() == 0) {
            putIsUnsupported();
            return;
        }
        ObjectRef object = object("broken put");
        byte[] content = Content.random(28, 100_000);
        brokenPut(object, Content.random(29, 100_000));
        absent(store(), object);
        makeOnceTheKeyIsFree(object, content);
        if (traits().overwrites()) {
            brokenPut(object, Content.random(29, 100_000));
        } else {
            refusedAsOneOf(() -> store().put(request(object), Bodies.breaking(Content.random(29, 100_000)), proofs()),
                Failure.ALREADY_EXISTS, Failure.SOURCE_UNREADABLE, Failure.CONNECTION,
                relays() ? Failure.INCOMPLETE_BODY : Failure.ALREADY_EXISTS);
        }
        Content.isStored(store(), object, content);
    }

    /** A store that takes one upload of a key at a time keeps it for the broken one until it hears that the client has gone. */
    private void makeOnceTheKeyIsFree(ObjectRef object, byte[] content) {
        await().ignoreExceptionsMatching(e -> traits().exclusive() && e instanceof UploadException refusal
            && refusal.kind() == Failure.UPLOAD_OPEN).until(() -> make(object, content) != null);
    }

    private void brokenPut(ObjectRef object, byte[] content) {
        refusedAsOneOf(() -> store().put(Sending.prepared(this, request(object), content), Bodies.breaking(content), proofs()),
            Failure.INCOMPLETE_BODY, Failure.SOURCE_UNREADABLE, Failure.CONNECTION);
    }

    private void putIsUnsupported() {
        refused(Failure.UNSUPPORTED, () -> store().put(request(object("put")), Bodies.untouchable(10), Checks.NONE));
    }

    @Test
    default void refusesWhatIsTooLargeBeforeReadingIt() {
        Sending upload = Sending.open(this, object("huge part"), Content.random(30, partSize()));
        if (traits().maxPart() < Long.MAX_VALUE) {
            long length = traits().maxPart() + 1;
            refusedAsOneOf(() -> upload.put(0, upload.slot(0).withLength(length), Bodies.untouchable(length), Checks.NONE),
                traits().sizeFirst() ? Failure.INVALID_ARGUMENT : Failure.TOO_LARGE, Failure.TOO_LARGE);
        }
        if (traits().maxPut() < Long.MAX_VALUE) {
            long length = traits().maxPut() + 1;
            refused(traits().maxPut() == 0 ? Failure.UNSUPPORTED : Failure.TOO_LARGE,
                () -> store().put(request(object("huge put")), Bodies.untouchable(length), Checks.NONE));
        }
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void refusesAPartNumberBeyondTheLimit() {
        Sending upload = Sending.open(this, object("numbers"), Content.random(31, partSize()));
        if (traits().by() == Addressing.NUMBER && traits().maxParts() < Integer.MAX_VALUE) {
            refused(Failure.INVALID_ARGUMENT, () -> upload.put(0, PartSlot.numbered(traits().maxParts(), 10), Body.of(new byte[10]),
                Checks.NONE));
        }
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void refusesAPartOffTheGrid() {
        Sending upload = Sending.open(this, object("grid"), Content.random(32, partSize() * 3));
        if (traits().alignment() > 1) {
            PartSlot between = new PartSlot(PartSlot.UNKNOWN, upload.offset(1) + 1, partSize());
            refused(Failure.INVALID_ARGUMENT, () -> upload.put(1, between, Body.of(upload.bytes(1)), Checks.NONE));
        }
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void refusesBytesBeyondTheSizeThatWasDeclared() {
        Sending upload = Sending.open(this, object("beyond"), Content.random(33, partSize() * 2));
        if (traits().sizeFirst()) {
            PartSlot beyond = new PartSlot(2, upload.content().length, partSize());
            refusedAsOneOf(() -> upload.put(2, beyond, Body.of(new byte[partSize()]), Checks.NONE),
                Failure.INVALID_ARGUMENT, Failure.TOO_LARGE);
        }
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void refusesAPartThatContradictsItsSlotOrTellsItsRealLength() throws Exception {
        Sending upload = Sending.open(this, object("contradiction"), Content.random(34, partSize() * 2));
        byte[] shorter = Content.random(35, upload.bytes(0).length - 1);
        Race.Outcome<PartReceipt> outcome = Race.outcome(
            () -> store().putPart(upload.ref(), upload.slot(0), Body.of(shorter), proofs(), Access.NONE));
        if (outcome.value().isPresent()) {
            assertThat(outcome.value().get().slot().length()).isEqualTo(shorter.length);
        } else {
            assertThat(outcome.kind()).isIn(Failure.INVALID_ARGUMENT, Failure.INCOMPLETE_BODY);
        }
        if (!traits().serial()) {
            upload.sendAll().finishAndCompare();
        }
    }
}
