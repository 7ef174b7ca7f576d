package io.github.chunkupload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** One upload as a test drives it: cut as the store demands, every receipt checked against the bytes that were sent. */
final class Sending {

    private final StoreUnderTest test;
    private final UploadRequest request;
    private final byte[] content;
    private final Admission admission;
    private final List<PartSlot> plan;
    private final Map<Integer, PartReceipt> receipts = new ConcurrentSkipListMap<>();
    private SlotForm form = SlotForm.WHOLE;

    private Sending(StoreUnderTest test, UploadRequest request, byte[] content, int... lengths) {
        this.test = test;
        this.request = prepared(test, request, content);
        this.content = content;
        this.admission = test.store().initiate(this.request);
        this.plan = plan(admission, content.length, lengths);
    }

    /** Opens an upload cut into parts of the usual size. */
    static Sending open(StoreUnderTest test, UploadRequest request, byte[] content) {
        int[] lengths = even(content.length, test.partSize()).stream().mapToInt(s -> (int) s.length()).toArray();
        return new Sending(test, request, content, lengths);
    }

    static Sending open(StoreUnderTest test, ObjectRef object, byte[] content) {
        return open(test, test.request(object), content);
    }

    /** Opens an upload of random bytes cut into parts of these lengths, unless the store demands its own. */
    static Sending uneven(StoreUnderTest test, ObjectRef object, int... lengths) {
        int size = IntStream.of(lengths).sum();
        return new Sending(test, test.request(object), Content.random(object.key().hashCode(), size), lengths);
    }

    /** Adds to a request what the store must know beforehand. */
    static UploadRequest prepared(StoreUnderTest test, UploadRequest request, byte[] content) {
        UploadRequest sized = test.traits().sizeFirst() ? request.withSize(content.length) : request;
        return sized.withKnown(sized.known().and(Content.sums(content, test.traits().digestFirst())));
    }

    /** Names parts in this form from now on. */
    Sending naming(SlotForm wanted) {
        form = wanted;
        return this;
    }

    UploadRef ref() {
        assertThat(admission).as("answer to initiate").isInstanceOf(Admission.Open.class);
        return ((Admission.Open) admission).upload();
    }

    Admission.Open admission() {
        return (Admission.Open) admission;
    }

    byte[] content() {
        return content;
    }

    int parts() {
        return plan.size();
    }

    int last() {
        return plan.size() - 1;
    }

    PartSlot slot(int index) {
        return form.of(plan.get(index));
    }

    long offset(int index) {
        return plan.get(index).offset();
    }

    byte[] bytes(int index) {
        PartSlot slot = plan.get(index);
        return Arrays.copyOfRange(content, (int) slot.offset(), (int) (slot.offset() + slot.length()));
    }

    /** Sends a part as it should be. */
    PartReceipt send(int index) {
        return send(index, bytes(index));
    }

    /** Sends other bytes in place of a part. */
    PartReceipt send(int index, byte[] bytes) {
        PartReceipt receipt = put(index, slot(index).withLength(bytes.length), Body.of(bytes), test.checks(bytes));
        Content.isTrue(receipt.sums(), bytes);
        assertThat(receipt.slot().length()).as("length in the receipt").isEqualTo(bytes.length);
        test.traits().partProof().ifPresent(proof -> assertThat(receipt.sums().known()).as("proof of the part").contains(proof));
        return receipt;
    }

    /** Sends a part of any kind and keeps the receipt. */
    PartReceipt put(int index, PartSlot slot, Body body, Checks checks) {
        PartReceipt receipt = test.store().putPart(ref(), slot, body, checks, request.access());
        receipts.put(index, receipt);
        return receipt;
    }

    Sending sendAll() {
        IntStream.range(0, parts()).forEach(this::send);
        return this;
    }

    Sending sendAll(int... order) {
        IntStream.of(order).forEach(this::send);
        return this;
    }

    /** The receipts so far, in the order of the object. */
    List<PartReceipt> receipts() {
        return new ArrayList<>(receipts.values());
    }

    /** Completes where the store does not finish by itself. */
    ObjectReceipt finish() {
        Optional<ObjectReceipt> finished = receipts().stream().flatMap(r -> r.finished().stream()).findFirst();
        if (admission instanceof Admission.Done done) {
            return check(done.object());
        }
        assertThat(finished.isPresent()).as("finished by the last part").isEqualTo(test.traits().implicitFinish());
        return check(finished.orElseGet(() -> complete(receipts())));
    }

    ObjectReceipt complete(List<PartReceipt> parts) {
        return test.store().complete(ref(), Completion.of(parts).withReplace(request.replace()));
    }

    /** Finishes, and compares every byte. */
    ObjectReceipt finishAndCompare() {
        ObjectReceipt receipt = finish();
        isStored();
        return receipt;
    }

    void isStored() {
        Content.isStored(test.store(), request.object(), content, request.access());
    }

    private ObjectReceipt check(ObjectReceipt receipt) {
        assertThat(receipt.object()).isEqualTo(request.object());
        assertThat(receipt.size()).as("size in the receipt").isIn((long) PartSlot.UNKNOWN, (long) content.length);
        return receipt;
    }

    private static List<PartSlot> plan(Admission admission, int size, int... lengths) {
        if (admission instanceof Admission.Open open) {
            return open.partSize() > 0 ? even(size, open.partSize()) : uneven(lengths);
        }
        return List.of();
    }

    private static List<PartSlot> even(int size, long partSize) {
        List<PartSlot> slots = new ArrayList<>();
        for (long offset = 0; offset < size || slots.isEmpty(); offset += partSize) {
            slots.add(new PartSlot(slots.size(), offset, Math.min(partSize, size - offset)));
        }
        return List.copyOf(slots);
    }

    private static List<PartSlot> uneven(int... lengths) {
        List<PartSlot> slots = new ArrayList<>();
        long offset = 0;
        for (int length : lengths) {
            slots.add(new PartSlot(slots.size(), offset, length));
            offset += length;
        }
        return List.copyOf(slots);
    }
}
