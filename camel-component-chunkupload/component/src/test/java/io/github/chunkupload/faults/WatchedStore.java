package io.github.chunkupload.faults;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.ArrayList;
import java.util.List;

/** The store behind the gateway, which notes the parts that arrive and whether an object was made. */
final class WatchedStore extends ForwardingStore {

    private final List<Arrival> arrivals = new ArrayList<>();
    private boolean made;

    /** A part that began to arrive; {@code number} counts from 0. */
    record Arrival(String uploadId, int number) {
    }

    WatchedStore(ObjectStore delegate) {
        super(delegate);
    }

    synchronized void forget() {
        arrivals.clear();
        made = false;
    }

    /** Returns the parts that came since {@link #forget()}. */
    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Returns whether an object was made since {@link #forget()}. */
    synchronized boolean isMade() {
        return made;
    }

    private synchronized void note(UploadRef upload, PartSlot slot) {
        arrivals.add(new Arrival(upload.uploadId(), number(slot)));
    }

    private synchronized void made() {
        made = true;
    }

    /** Returns the number of a part that is told by its index or by its offset. */
    static int number(PartSlot slot) {
        return slot.index() >= 0 ? slot.index() : (int) (slot.offset() / Wire.PART);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        note(upload, slot);
        PartReceipt receipt = super.putPart(upload, slot, body, checks, access);
        if (receipt.finished().isPresent()) {
            made();
        }
        return receipt;
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        ObjectReceipt receipt = super.complete(upload, completion);
        made();
        return receipt;
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        ObjectReceipt receipt = super.put(request, body, checks);
        made();
        return receipt;
    }
}
