package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.store.UploadState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised of an upload on its way: its state, its end by abort, and names that are no upload. */
interface UploadContract extends StoreUnderTest {

    @Test
    default void aFreshUploadHasNothing() {
        Sending upload = Sending.open(this, object("fresh"), Content.random(81, partSize() * 2));
        assertThat(upload.admission().contiguous()).isZero();
        assertThat(upload.admission().serial() || !traits().serial()).as("told to send one part after another").isTrue();
        UploadState state = store().state(upload.ref(), -1, 10);
        assertThat(state.upload()).isEqualTo(upload.ref());
        assertThat(state.phase()).isEqualTo(Phase.OPEN);
        assertThat(state.parts()).isEmpty();
        assertThat(state.truncated()).isFalse();
        assertThat(state.contiguous()).isZero();
        absent(store(), upload.ref().object());
    }

    @Test
    default void tellsTheBytesWithoutAGap() {
        for (SlotForm form : slotForms()) {
            Sending upload = Sending.open(this, object("contiguous " + form),
                Content.random(82 + 100 * form.ordinal(), partSize() * 5)).naming(form);
            int[] order = traits().serial() ? new int[] {0, 1, 2, 3} : new int[] {1, 3, 0, 2};
            int[] whole = traits().serial() ? new int[] {1, 2, 3, 4} : new int[] {0, 0, 2, 4};
            for (int i = 0; i < order.length; i++) {
                upload.send(order[i]);
                long expected = traits().partsKnown() == PartsKnown.NONE ? 0 : (long) whole[i] * partSize();
                assertThat(store().state(upload.ref(), -1, 10).contiguous()).as("after %s parts", i + 1).isEqualTo(expected);
            }
            upload.send(4);
            upload.finishAndCompare();
        }
    }

    @Test
    default void listsPartsPageByPage() {
        Sending upload = Sending.open(this, object("pages"), Content.random(83, partSize() * 11 + 1));
        int[] sent = traits().serial() ? IntStream.range(0, 11).toArray() : new int[] {7, 0, 11, 2, 3, 9, 4, 5};
        upload.sendAll(sent);
        List<StoredPart> listed = new ArrayList<>();
        UploadState page = store().state(upload.ref(), -1, 3);
        while (page.truncated()) {
            assertThat(page.parts()).hasSize(3);
            listed.addAll(page.parts());
            page = store().state(upload.ref(), listed.get(listed.size() - 1).receipt().slot().index(), 3);
        }
        listed.addAll(page.parts());
        if (traits().partsKnown() == PartsKnown.LIST) {
            assertThat(listed).extracting(p -> p.receipt().slot().index()).containsExactly(IntStream.of(sent).sorted().boxed()
                .toArray(Integer[]::new));
            assertThat(listed).extracting(p -> p.receipt().etag())
                .containsExactlyElementsOf(upload.receipts().stream().map(PartReceipt::etag).toList());
            assertThat(listed).extracting(p -> p.receipt().slot().length())
                .containsExactlyElementsOf(upload.receipts().stream().map(r -> r.slot().length()).toList());
            assertThat(store().state(upload.ref(), 11, 3).parts()).isEmpty();
        } else {
            assertThat(listed).isEmpty();
        }
    }

    @Test
    default void listsAReplacedPartOnce() {
        Sending upload = Sending.open(this, object("once"), Content.random(84, partSize() * 3));
        upload.send(0);
        if (!traits().serial()) {
            upload.send(0, Content.random(85, upload.bytes(0).length));
            upload.send(0);
        }
        List<StoredPart> parts = store().state(upload.ref(), -1, 10).parts();
        if (traits().partsKnown() == PartsKnown.LIST) {
            assertThat(parts).singleElement().extracting(p -> p.receipt().etag()).isEqualTo(upload.receipts().get(0).etag());
        } else {
            assertThat(parts).isEmpty();
        }
        upload.sendAll(1, 2).finishAndCompare();
    }

    @Test
    default void namesAnUploadThatIsNotThere() {
        Sending open = Sending.open(this, object("there"), Content.random(86, partSize()));
        for (String id : List.of("no-such-upload", "../../etc/passwd", "a/b", "%2e%2e%2f", "a b&uploads=c", "中", "0".repeat(500))) {
            noSuchUpload(new UploadRef(object("there"), id));
            noSuchUpload(new UploadRef(object("not there"), id));
        }
        if (!open.ref().uploadId().isEmpty()) {
            noSuchUpload(new UploadRef(object("another"), open.ref().uploadId()));
        }
        open.sendAll().finishAndCompare();
    }

    @Test
    default void forgetsAnUploadThatIsAborted() {
        Sending upload = Sending.open(this, object("aborted"), Content.random(87, partSize() * 3));
        upload.sendAll(0, 1);
        if (!traits().aborts()) {
            refused(Failure.UNSUPPORTED, () -> store().abort(upload.ref()));
            upload.send(2);
            upload.finishAndCompare();
            return;
        }
        store().abort(upload.ref());
        noSuchUpload(upload.ref());
        absent(store(), upload.ref().object());
        if (traits().listsUploads()) {
            assertThat(store().uploads(UploadQuery.of(upload.ref().object())).items()).isEmpty();
        }
        Sending.open(this, object("aborted"), Content.random(88, partSize() * 2)).sendAll().finishAndCompare();
    }

    @Test
    default void abortsWhilePartsAreBeingWritten() throws Exception {
        Sending upload = Sending.open(this, object("busy"), Content.random(89, partSize() * 5));
        upload.send(0);
        List<Bodies.Gated> bodies = IntStream.range(1, traits().serial() ? 2 : 5).mapToObj(i -> new Bodies.Gated(upload.bytes(i))).toList();
        ExecutorService pool = Executors.newFixedThreadPool(bodies.size());
        try {
            List<Future<PartReceipt>> writers = new ArrayList<>();
            for (int i = 0; i < bodies.size(); i++) {
                PartSlot slot = upload.slot(i + 1);
                Body body = bodies.get(i);
                writers.add(pool.submit(() -> store().putPart(upload.ref(), slot, body, proofs(), Access.NONE)));
            }
            for (Bodies.Gated body : bodies) {
                body.awaitHalf();
            }
            if (traits().aborts()) {
                store().abort(upload.ref());
            } else {
                refused(Failure.UNSUPPORTED, () -> store().abort(upload.ref()));
            }
            bodies.forEach(Bodies.Gated::release);
            for (Future<PartReceipt> writer : writers) {
                if (traits().aborts()) {
                    refused(Failure.NO_SUCH_UPLOAD, () -> Race.join(writer));
                } else {
                    Race.outcome(writer::get);
                }
            }
        } finally {
            bodies.forEach(Bodies.Gated::release);
            pool.shutdownNow();
        }
        isGoneOrWhole(upload);
    }

    private void isGoneOrWhole(Sending upload) {
        if (traits().aborts()) {
            noSuchUpload(upload.ref());
        }
        if (traits().aborts() || traits().serial() || !traits().implicitFinish()) {
            absent(store(), upload.ref().object());
        } else {
            upload.isStored();
        }
    }

    private void noSuchUpload(UploadRef upload) {
        PartSlot slot = new PartSlot(0, 0, partSize());
        Body body = Body.of(new byte[partSize()]);
        refused(Failure.NO_SUCH_UPLOAD, () -> store().putPart(upload, slot, body, Checks.NONE, Access.NONE));
        refused(Failure.NO_SUCH_UPLOAD, () -> store().state(upload, -1, 10));
        PartReceipt part = PartReceipt.of(slot, "00000000000000000000000000000000", Content.NONE);
        refused(Failure.NO_SUCH_UPLOAD, () -> store().complete(upload, Completion.of(List.of(part))));
        if (traits().aborts() && tellsAbortsOfNothing()) {
            refused(Failure.NO_SUCH_UPLOAD, () -> store().abort(upload));
        } else if (traits().aborts()) {
            store().abort(upload);
        }
    }
}
