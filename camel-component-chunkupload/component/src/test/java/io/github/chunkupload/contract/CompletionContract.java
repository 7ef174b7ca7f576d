package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised of the step from parts to an object. */
interface CompletionContract extends StoreUnderTest {

    @Test
    default void showsTheObjectOnlyWhenItIsWhole() {
        Sending upload = Sending.open(this, object("visible"), Content.random(40, partSize() * 3));
        upload.sendAll(0, 1);
        absent(store(), upload.ref().object());
        upload.send(2);
        upload.finishAndCompare();
    }

    @Test
    default void leavesTheEarlierObjectUntilTheNewOneIsWhole() {
        byte[] before = Content.random(41, partSize() * 2);
        make(object("replaced"), before);
        if (traits().overwrites()) {
            Sending upload = Sending.open(this, object("replaced"), Content.random(42, partSize() * 3));
            upload.sendAll(0, 1);
            Content.isStored(store(), object("replaced"), before);
            upload.send(2);
            upload.finishAndCompare();
        } else {
            refused(Failure.ALREADY_EXISTS, () -> make(object("replaced"), Content.random(42, 10)));
            Content.isStored(store(), object("replaced"), before);
        }
    }

    @Test
    default void tellsTheTruthOfTheWholeObject() {
        Sending upload = Sending.open(this, object("proved"), Content.random(43, partSize() * 5 + 3));
        ObjectReceipt receipt = upload.sendAll().finishAndCompare();
        Content.isTrue(receipt.sums(), upload.content());
        Content.isTrue(store().head(receipt.object(), Access.NONE).sums(), upload.content());
        assertThat(store().head(receipt.object(), Access.NONE).etag()).isEqualTo(receipt.etag());
        traits().objectProof().ifPresent(proof -> {
            assertThat(receipt.sums().known()).as("proof in the receipt").contains(proof);
            assertThat(store().head(receipt.object(), Access.NONE).sums().known()).as("proof in head").contains(proof);
        });
    }

    @Test
    default void completesAllPartsWhenNoneIsNamed() {
        Sending upload = Sending.open(this, object("all"), Content.random(44, partSize() * 2 + 5)).sendAll();
        store().complete(upload.ref(), Completion.ALL);
        upload.isStored();
    }

    @Test
    default void completesWithThePartsOfItsOwnList() {
        Sending upload = Sending.open(this, object("listed"), Content.random(45, partSize() * 3 + 5));
        upload.sendAll(IntStream.range(0, upload.last()).toArray());
        if (traits().partsKnown() == PartsKnown.LIST) {
            upload.send(upload.last());
            List<PartReceipt> listed = store().state(upload.ref(), -1, 100).parts().stream().map(p -> p.receipt()).toList();
            upload.complete(listed);
        } else {
            assertThat(store().state(upload.ref(), -1, 100).parts()).isEmpty();
            upload.send(upload.last());
            upload.finish();
        }
        upload.isStored();
    }

    @Test
    default void refusesAMissingPartAndStaysOpen() {
        Sending upload = Sending.open(this, object("missing"), Content.random(46, partSize() * 3));
        PartReceipt first = upload.send(0);
        PartReceipt unsent = PartReceipt.of(upload.slot(1), first.etag(), Checksums.NONE);
        refused(Failure.INVALID_PART, () -> upload.complete(List.of(first, unsent)));
        absent(store(), upload.ref().object());
        upload.sendAll(1, 2).finishAndCompare();
    }

    @Test
    default void refusesAGap() {
        Sending upload = Sending.open(this, object("gap"), Content.random(47, partSize() * 3));
        upload.send(0);
        if (traits().serial()) {
            refused(Failure.CONFLICT, () -> upload.send(2));
            upload.sendAll(1, 2).finishAndCompare();
        } else {
            upload.send(2);
            refused(Failure.INVALID_PART, () -> store().complete(upload.ref(), Completion.ALL));
            absent(store(), upload.ref().object());
            if (joinsOverGaps()) {
                upload.complete(upload.receipts());
                byte[] joined = Content.random(47, partSize() * 3);
                System.arraycopy(joined, partSize() * 2, joined, partSize(), partSize());
                Content.isStored(store(), upload.ref().object(), Arrays.copyOf(joined, partSize() * 2));
                return;
            }
            refused(Failure.INVALID_PART, () -> upload.complete(upload.receipts()));
            absent(store(), upload.ref().object());
            upload.sendAll(1).finishAndCompare();
        }
    }

    @Test
    default void refusesAWrongEtag() {
        Sending upload = Sending.open(this, object("etag"), Content.random(48, partSize() * 2));
        PartReceipt first = upload.send(0);
        if (first.etag().isEmpty()) {
            upload.send(1);
        } else {
            PartReceipt second = upload.send(1);
            PartReceipt wrong = PartReceipt.of(second.slot(), first.etag(), second.sums());
            refused(Failure.INVALID_PART, () -> upload.complete(List.of(first, wrong)));
            absent(store(), upload.ref().object());
        }
        upload.finishAndCompare();
    }

    @Test
    default void refusesTheEtagOfAPartThatWasReplaced() {
        Sending upload = Sending.open(this, object("outdated"), Content.random(49, partSize() * 2));
        PartReceipt outdated = upload.send(0, Content.random(50, upload.bytes(0).length));
        if (outdated.etag().isEmpty()) {
            assertThat(traits().partsKnown() != PartsKnown.LIST || traits().partProof().isPresent())
                .as("a store that lists parts gives them ETags or proofs").isTrue();
            return;
        }
        upload.send(0);
        PartReceipt second = upload.send(1);
        refused(Failure.INVALID_PART, () -> upload.complete(List.of(outdated, second)));
        upload.finishAndCompare();
    }

    @Test
    default void refusesPartsThatDoNotAscend() {
        Sending upload = Sending.open(this, object("descending"), Content.random(51, partSize() * 3));
        PartReceipt first = upload.send(0);
        PartReceipt second = upload.send(1);
        if (!traits().implicitFinish()) {
            refused(Failure.INVALID_PART_ORDER, () -> upload.complete(List.of(second, first)));
            refused(Failure.INVALID_PART_ORDER, () -> upload.complete(List.of(first, second, second)));
        }
        upload.send(2);
        upload.finishAndCompare();
    }

    @Test
    default void leavesOutPartsThatAreNotNamedOrRefusesTo() {
        Sending upload = Sending.open(this, object("subset"), Content.random(52, partSize() * 3)).sendAll(0, 1);
        List<PartReceipt> two = upload.receipts();
        if (traits().implicitFinish()) {
            refused(Failure.INVALID_PART, () -> upload.complete(two));
        }
        upload.send(2);
        if (traits().implicitFinish()) {
            upload.finishAndCompare();
        } else if (traits().subsets()) {
            upload.complete(two);
            Content.isStored(store(), upload.ref().object(), Arrays.copyOf(upload.content(), partSize() * 2));
        } else {
            refused(Failure.INVALID_PART, () -> upload.complete(two));
            upload.finishAndCompare();
        }
    }

    @Test
    default void refusesPartsThatAreTooSmall() {
        int small = (int) Math.min(traits().minPart(), partSize()) - 1;
        Sending any = Sending.open(this, object("any"), Content.random(53, partSize() + 1));
        if (any.admission().partSize() > 0) {
            any.sendAll().finishAndCompare();
        } else if (small > 0) {
            Sending upload = Sending.uneven(this, object("small"), partSize(), small, partSize()).sendAll();
            refused(Failure.PART_TOO_SMALL, upload::finish);
            absent(store(), upload.ref().object());
            upload.send(1, Content.random(53, partSize()));
            assertThat(upload.complete(upload.receipts()).object()).isEqualTo(upload.ref().object());
        } else if (traits().implicitFinish()) {
            Sending.open(this, object("small"), Content.random(53, partSize() + 1)).sendAll().finishAndCompare();
        } else {
            Sending upload = Sending.uneven(this, object("small"), 100, 99, 100).sendAll();
            refused(Failure.PART_TOO_SMALL, () -> store().complete(upload.ref(), Completion.of(upload.receipts()).withMinPart(100)));
            absent(store(), upload.ref().object());
            upload.finishAndCompare();
        }
    }
}
