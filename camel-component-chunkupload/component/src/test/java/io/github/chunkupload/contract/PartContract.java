package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised of parts that arrive well. */
interface PartContract extends StoreUnderTest {

    @Test
    default void storesPartsInOrder() {
        for (SlotForm form : slotForms()) {
            Sending.open(this, object("ordered " + form), Content.random(1, partSize() * 4 + 7)).naming(form).sendAll().finishAndCompare();
        }
    }

    @Test
    default void storesPartsInAnyOrderUnlessItIsSerial() {
        for (SlotForm form : slotForms()) {
            Sending upload = Sending.open(this, object("shuffled " + form),
                Content.random(2 + 100 * form.ordinal(), partSize() * 4 + 7)).naming(form);
            if (traits().serial()) {
                refused(Failure.CONFLICT, () -> upload.send(2));
                upload.sendAll().finishAndCompare();
            } else {
                upload.sendAll(3, 0, 4, 2, 1).finishAndCompare();
            }
        }
    }

    @Test
    default void storesASmallerPartFirst() {
        int part = partSize();
        for (SlotForm form : slotForms()) {
            Sending upload = Sending.uneven(this, object("growing " + form), part, part * 3, part + 1, part * 2, 5).naming(form);
            if (traits().serial()) {
                upload.sendAll().finishAndCompare();
            } else {
                upload.send(upload.last());
                IntStream.range(0, upload.last()).forEach(upload::send);
                upload.finishAndCompare();
            }
        }
    }

    @Test
    default void replacesAPartThatIsSentAgain() {
        for (SlotForm form : slotForms()) {
            Sending upload = Sending.open(this, object("again " + form),
                Content.random(3 + 100 * form.ordinal(), partSize() * 3)).naming(form);
            upload.send(0);
            if (traits().serial()) {
                upload.send(1);
                refused(Failure.CONFLICT, () -> upload.send(1, Content.random(4, upload.bytes(1).length)));
            } else {
                PartReceipt first = upload.send(1, Content.random(4, upload.bytes(1).length));
                PartReceipt second = upload.send(1);
                assertThat(first.etag().isEmpty() || !first.etag().equals(second.etag())).as("other bytes, another ETag").isTrue();
            }
            upload.send(2);
            upload.finishAndCompare();
        }
    }

    @Test
    default void replacesAPartByOneOfAnotherLengthUnlessItChoosesThePartSize() throws Exception {
        int part = partSize();
        for (SlotForm form : slotForms()) {
            for (int before : new int[] {1, part, part * 2, part * 5}) {
                Sending upload = Sending.uneven(this, object(form + " of " + before), part, part * 3, part, part + 9).naming(form);
                upload.send(0);
                if (traits().serial()) {
                    upload.send(1);
                    refusedAsOneOf(() -> upload.send(1, Content.random(5, before)), Failure.CONFLICT, Failure.INVALID_ARGUMENT);
                    upload.sendAll(IntStream.range(2, upload.parts()).toArray()).finishAndCompare();
                } else if (upload.admission().partSize() > 0) {
                    Race.Outcome<PartReceipt> outcome = Race.outcome(() -> upload.send(1, Content.random(5, before)));
                    assertThat(outcome.kind()).isEqualTo(before == part ? null : Failure.INVALID_ARGUMENT);
                    upload.sendAll(IntStream.range(1, upload.parts()).toArray()).finishAndCompare();
                } else {
                    upload.send(1, Content.random(5, before));
                    upload.sendAll(IntStream.range(2, upload.parts()).toArray());
                    upload.sendAll(1).finishAndCompare();
                }
            }
        }
    }

    @Test
    default void keepsOneWholePartOfSeveralWritersOfTheSamePart() throws Exception {
        Sending upload = Sending.open(this, object("contended"), Content.random(6, partSize() + 1));
        List<byte[]> candidates = IntStream.range(0, 8).mapToObj(i -> Content.random(100 + i, partSize())).toList();
        List<Callable<PartReceipt>> writers = new ArrayList<>();
        candidates.forEach(bytes -> writers.add(
            () -> store().putPart(upload.ref(), upload.slot(0), Body.of(bytes), checks(bytes), Access.NONE)));

        List<Race.Outcome<PartReceipt>> outcomes = Race.start(writers);

        assertThat(outcomes).anyMatch(o -> o.value().isPresent());
        assertThat(outcomes).allMatch(o -> o.value().isPresent() || traits().serial() && o.kind() == Failure.CONFLICT);
        if (!traits().digestFirst().isEmpty()) {
            refused(Failure.DIGEST_MISMATCH, () -> upload.send(1));
            absent(store(), upload.ref().object());
            return;
        }
        ObjectReceipt receipt = upload.send(1).finished().orElseGet(() -> store().complete(upload.ref(), Completion.ALL));
        byte[] stored = Content.read(store(), upload.ref().object(), ByteRange.ALL);
        byte[] kept = Arrays.copyOf(stored, partSize());
        assertThat(candidates).as("the part is one of those sent, not a mixture").anyMatch(sent -> Arrays.equals(sent, kept));
        Content.isTrue(receipt.sums(), stored);
    }

    @Test
    default void storesPartsOfRandomSizesFromEightThreads() throws Exception {
        Random random = new Random(7);
        int[] lengths = IntStream.range(0, 32).map(i -> partSize() + random.nextInt(50_000)).toArray();
        lengths[31] = 1 + random.nextInt(50_000);
        Sending upload = Sending.uneven(this, object("parallel"), lengths);
        List<Callable<PartReceipt>> parts = new ArrayList<>();
        IntStream.range(0, upload.parts()).forEach(i -> parts.add(() -> upload.send(i)));

        List<PartReceipt> receipts = Race.run(traits().serial() ? 1 : 8, parts);

        boolean tells = receipts.stream().anyMatch(r -> r.missing() != PartSlot.UNKNOWN);
        assertThat(tells).as("a store that finishes by itself tells what is missing").isIn(true, traits().implicitFinish());
        assertThat(receipts.stream().filter(r -> r.missing() == 0).count()).as("receipts that see nothing missing")
            .isEqualTo(tells ? 1 : 0);
        upload.finishAndCompare();
    }

    @Test
    default void takesABodyThatCanBeReadOnce() {
        Sending upload = Sending.open(this, object("once"), Content.random(8, partSize() * 2));
        upload.send(0);
        byte[] bytes = upload.bytes(1);
        upload.put(1, upload.slot(1), Body.once(new ByteArrayInputStream(bytes), bytes.length), proofs());
        upload.finishAndCompare();
    }

    @Test
    default void storesAPartOfUnknownLengthOrDemandsIt() throws Exception {
        Sending upload = Sending.open(this, object("chunked"), Content.random(9, partSize() * 2 + 1));
        upload.send(0);
        byte[] bytes = upload.bytes(1);
        PartSlot slot = upload.slot(1).withLength(PartSlot.UNKNOWN);
        Race.Outcome<PartReceipt> outcome = Race.outcome(
            () -> upload.put(1, slot, Body.once(new ByteArrayInputStream(bytes), PartSlot.UNKNOWN), proofs()));
        if (outcome.value().isPresent()) {
            assertThat(outcome.value().get().slot().length()).as("length in the receipt").isEqualTo(bytes.length);
        } else {
            assertThat(outcome.kind()).isEqualTo(Failure.LENGTH_REQUIRED);
            upload.send(1);
        }
        upload.send(2);
        upload.finishAndCompare();
    }

    @Test
    default void opensABodyOnceAndLeavesItsClosingToTheOwner() {
        Sending upload = Sending.open(this, object("owned"), Content.random(10, partSize()));
        Bodies.Counted body = new Bodies.Counted(upload.bytes(0));
        upload.put(0, upload.slot(0), body, proofs());
        assertThat(body.opened).as("times opened").hasValue(1);
        assertThat(body.closed).as("times closed").hasValue(0);
        upload.finishAndCompare();
    }

    @Test
    default void refusesAPartWithoutAPlace() {
        Sending upload = Sending.open(this, object("nowhere"), Content.random(11, partSize()));
        PartSlot nowhere = new PartSlot(PartSlot.UNKNOWN, PartSlot.UNKNOWN, partSize());
        refusedAsOneOf(() -> upload.put(0, nowhere, Bodies.untouchable(partSize()), proofs()), Failure.INVALID_ARGUMENT);
        upload.sendAll().finishAndCompare();
    }
}
