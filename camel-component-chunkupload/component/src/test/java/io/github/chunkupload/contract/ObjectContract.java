package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is promised of whole objects: made in one step, told of, read, replaced, deleted. */
interface ObjectContract extends StoreUnderTest {

    @Test
    default void putsAnObjectInOneStepOrSaysThatItCannot() {
        ObjectRef object = object("put");
        byte[] content = Content.random(130, 70_001);
        if (traits().maxPut() == 0) {
            refused(Failure.UNSUPPORTED, () -> store().put(request(object), Body.of(content), Checks.NONE));
            absent(store(), object);
            return;
        }
        ObjectReceipt receipt = store().put(request(object), Body.of(content), checks(content));
        Content.isTrue(receipt.sums(), content);
        traits().objectProof().ifPresent(proof -> assertThat(receipt.sums().known()).contains(proof));
        assertThat(receipt.object()).isEqualTo(object);
        assertThat(store().head(object, Access.NONE).etag()).isEqualTo(receipt.etag());
        Content.isStored(store(), object, content);
    }

    @Test
    default void putLeavesTheClosingOfTheBodyToTheOwner() {
        byte[] content = Content.random(131, 5_000);
        Bodies.Counted body = new Bodies.Counted(content);
        if (traits().maxPut() == 0) {
            refused(Failure.UNSUPPORTED, () -> store().put(request(object("owned put")), body, Checks.NONE));
            assertThat(body.opened).hasValue(0);
        } else {
            store().put(request(object("owned put")), body, proofs());
            assertThat(body.opened).as("times opened").hasValue(1);
            Content.isStored(store(), object("owned put"), content);
        }
        assertThat(body.closed).as("times closed").hasValue(0);
    }

    @Test
    default void replacesAnObjectOrRefusesTo() {
        ObjectRef object = object("replaced");
        byte[] first = Content.random(132, 40_000);
        make(object, first);
        ObjectInfo before = store().head(object, Access.NONE);
        byte[] second = Content.random(133, 30_000);
        if (traits().overwrites()) {
            make(object, second);
            assertThat(store().head(object, Access.NONE).etag().equals(before.etag())).as("the same ETag").isEqualTo(
                before.etag().isEmpty());
            Content.isStored(store(), object, second);
        } else {
            refused(Failure.ALREADY_EXISTS, () -> make(object, second));
            Content.isStored(store(), object, first);
        }
    }

    @Test
    default void tellsOfAnObject() {
        byte[] content = Content.random(134, 12_345);
        make(object("told"), content);
        ObjectInfo info = store().head(object("told"), Access.NONE);
        assertThat(info.object()).isEqualTo(object("told"));
        assertThat(info.size()).isEqualTo(content.length);
        assertThat(info.etag()).doesNotContain("\"");
        Content.isTrue(info.sums(), content);
    }

    @Test
    default void namesAnObjectThatIsNotThere() {
        make(object("neighbour"), Content.random(135, 10));
        absent(store(), object("nobody"));
        absent(store(), object("neigh"));
        if (traits().keys().refusal(object("neighbour/").key()).isEmpty()) {
            absent(store(), object("neighbour/"));
        }
        refused(Failure.NO_SUCH_OBJECT, () -> store().get(object("nobody"), ByteRange.ALL, Access.NONE));
        refused(Failure.NO_SUCH_OBJECT, () -> store().get(object("nobody"), new ByteRange(0, 5), Access.NONE));
    }

    @Test
    default void readsRangesAcrossParts() throws Exception {
        Sending upload = Sending.open(this, object("ranges"), Content.random(136, partSize() * 3 + 10)).sendAll();
        upload.finish();
        int size = upload.content().length;
        int part = partSize();
        Map<ByteRange, int[]> ranges = new LinkedHashMap<>();
        ranges.put(ByteRange.ALL, new int[] {0, size});
        ranges.put(new ByteRange(0, 0), new int[] {0, 1});
        ranges.put(new ByteRange(0, 99), new int[] {0, 100});
        ranges.put(new ByteRange(part - 1, part), new int[] {part - 1, part + 1});
        ranges.put(new ByteRange(part - 3, part * 3 + 2), new int[] {part - 3, part * 3 + 3});
        ranges.put(ByteRange.from(part), new int[] {part, size});
        ranges.put(ByteRange.from(size - 1), new int[] {size - 1, size});
        ranges.put(new ByteRange(size - 5, size + 100), new int[] {size - 5, size});
        ranges.put(new ByteRange(-1, 1), new int[] {size - 1, size});
        ranges.put(new ByteRange(-1, part + 20), new int[] {size - part - 20, size});
        ranges.put(new ByteRange(-1, size + 20), new int[] {0, size});
        for (Map.Entry<ByteRange, int[]> each : ranges.entrySet()) {
            try (Download download = store().get(upload.ref().object(), each.getKey(), Access.NONE)) {
                assertThat(download.offset()).as("offset of %s", each.getKey()).isEqualTo(each.getValue()[0]);
                assertThat(download.info().size()).as("size of the whole").isEqualTo(size);
                Content.isSame(Content.read(download), Arrays.copyOfRange(upload.content(), each.getValue()[0], each.getValue()[1]));
            }
        }
    }

    @Test
    default void refusesARangeThatTheObjectDoesNotHave() {
        make(object("short"), Content.random(137, 100));
        refused(Failure.INVALID_RANGE, () -> store().get(object("short"), ByteRange.from(100), Access.NONE));
        refused(Failure.INVALID_RANGE, () -> store().get(object("short"), new ByteRange(5_000, 6_000), Access.NONE));
        refused(Failure.INVALID_RANGE, () -> store().get(object("short"), new ByteRange(-1, 0), Access.NONE));
        Content.isStored(store(), object("short"), Content.random(137, 100));
    }

    @Test
    default void deletesAnObjectOrSaysThatItCannot() {
        byte[] content = Content.random(138, 100);
        make(object("deleted"), content);
        if (!traits().deletes()) {
            refused(Failure.UNSUPPORTED, () -> store().delete(object("deleted")));
            Content.isStored(store(), object("deleted"), content);
            return;
        }
        assertThat(store().delete(object("deleted"))).isTrue();
        absent(store(), object("deleted"));
        store().delete(object("deleted"));
        store().delete(object("never there"));
        absent(store(), object("deleted"));
        make(object("deleted"), content);
        Content.isStored(store(), object("deleted"), content);
    }

    @Test
    default void readsOneVersionThoughTheObjectIsReplacedOrDeletedMeanwhile() throws Exception {
        ObjectRef object = object("pinned");
        int size = traits().maxPut() > 0 ? 16 << 20 : Math.max(1 << 20, partSize() * 3);
        byte[] before = Content.random(139, size);
        make(object, before);
        try (Download download = store().get(object, ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            byte[] head = in.readNBytes(1000);
            if (traits().overwrites()) {
                make(object, Content.random(140, partSize() + 1));
            }
            if (traits().deletes()) {
                store().delete(object);
            }
            byte[] all = Arrays.copyOf(head, size);
            assertThat(in.readNBytes(all, 1000, size - 1000)).isEqualTo(size - 1000);
            assertThat(in.read()).as("after the last byte").isEqualTo(-1);
            Content.isSame(all, before);
        }
    }
}
