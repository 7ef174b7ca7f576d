package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised at the edges of size: nothing, one byte, exactly one part, one byte more, ten thousand parts. */
interface SizeContract extends StoreUnderTest {

    @Test
    default void storesAnEmptyObjectOrRefusesIt() {
        if (!traits().emptyObjects()) {
            refused(Failure.INVALID_ARGUMENT, () -> make(object("empty"), new byte[0]));
            absent(store(), object("empty"));
            return;
        }
        ObjectReceipt receipt = make(object("empty"), new byte[0]);
        Content.isTrue(receipt.sums(), new byte[0]);
        Content.isStored(store(), object("empty"), new byte[0]);
        refused(Failure.INVALID_RANGE, () -> store().get(object("empty"), ByteRange.from(1), Access.NONE));
        refused(Failure.INVALID_RANGE, () -> store().get(object("empty"), new ByteRange(-1, 5), Access.NONE));
    }

    @Test
    default void anUploadWithoutPartsIsAnEmptyObjectOrRefused() throws Exception {
        if (traits().sizeFirst()) {
            storesAnEmptyObjectOrRefusesIt();
            return;
        }
        Sending upload = Sending.open(this, object("no parts"), new byte[0]);
        Race.Outcome<ObjectReceipt> outcome = Race.outcome(() -> store().complete(upload.ref(), Completion.ALL));
        if (outcome.value().isPresent()) {
            upload.isStored();
        } else {
            assertThat(outcome.kind()).isIn(Failure.INVALID_PART, Failure.MALFORMED, Failure.INVALID_ARGUMENT);
            absent(store(), object("no parts"));
        }
    }

    @Test
    default void storesOneByte() {
        make(object("one"), new byte[] {42});
        Content.isStored(store(), object("one"), new byte[] {42});
        Sending.open(this, object("one in parts"), new byte[] {43}).sendAll().finishAndCompare();
    }

    @Test
    default void storesExactlyOnePart() {
        Sending upload = Sending.open(this, object("one part"), Content.random(150, partSize()));
        assertThat(upload.parts()).isEqualTo(1);
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void storesALastPartOfOneByte() {
        Sending upload = Sending.open(this, object("one byte more"), Content.random(151, partSize() * 2 + 1));
        assertThat(upload.bytes(upload.last())).hasSize(1);
        upload.sendAll().finishAndCompare();
    }

    @Test
    default void storesTenThousandTinyPartsOrRefusesThemAsTooSmall() throws Exception {
        int least = (int) Math.max(1, traits().minPart());
        if (least > 4096) {
            Sending tiny = Sending.uneven(this, object("tiny"), 1, 1).sendAll();
            refused(Failure.PART_TOO_SMALL, tiny::finish);
            absent(store(), object("tiny"));
            return;
        }
        boolean chosen = Sending.open(this, object("probe"), new byte[1]).admission().partSize() > 0;
        Random random = new Random(152);
        int[] lengths = IntStream.range(0, Math.min(10_000, traits().maxParts()))
            .map(i -> chosen ? partSize() : least + random.nextInt(30)).toArray();
        Sending upload = Sending.uneven(this, object("ten thousand"), lengths);
        assertThat(upload.parts()).isEqualTo(lengths.length);
        List<Callable<PartReceipt>> parts = new ArrayList<>();
        IntStream.range(0, upload.parts()).forEach(i -> parts.add(() -> upload.send(i)));
        Race.run(traits().serial() ? 1 : 8, parts);
        if (traits().partsKnown() == PartsKnown.LIST) {
            assertThat(listed(upload)).isEqualTo(upload.receipts().stream().map(PartReceipt::etag).toList());
        }
        upload.finishAndCompare();
    }

    private List<String> listed(Sending upload) {
        List<String> etags = new ArrayList<>();
        UploadState page = store().state(upload.ref(), -1, 1000);
        while (page.truncated()) {
            page.parts().forEach(p -> etags.add(p.receipt().etag()));
            page = store().state(upload.ref(), page.parts().get(page.parts().size() - 1).receipt().slot().index(), 1000);
        }
        page.parts().forEach(p -> etags.add(p.receipt().etag()));
        return etags;
    }
}
