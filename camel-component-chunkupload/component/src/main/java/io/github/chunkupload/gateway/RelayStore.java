package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A store elsewhere, as the server of one protocol needs it. Where the protocol sends slices of one size by their offset, and the store
 * numbers its parts, each is turned into the other; the last slice is counted against the declared size, so that a protocol without an
 * order to complete knows when all is there, provided that its clients send one slice after another.
 */
final class RelayStore extends ForwardingStore {

    private static final int PAGE = 1000;

    private final Relay relay;
    private final RelayOpening opening;
    private final boolean sliced;

    RelayStore(Relay relay, ObjectStore far) {
        super(far);
        this.relay = relay;
        this.sliced = relay.near().by() == Addressing.OFFSET && relay.near().alignment() > 1;
        this.opening = new RelayOpening(far, sliced);
    }

    /**
     * Returns the far store's traits, but for the uploads: those in slices cannot be listed by what the client knows them by, and where
     * they can be listed at all, a second one of a key can be refused.
     */
    @Override
    public StoreTraits traits(String bucket) {
        StoreTraits far = super.traits(bucket);
        if (!sliced) {
            return far;
        }
        Set<OpenUploads> rules = EnumSet.copyOf(far.openUploads());
        if (far.listsUploads()) {
            rules.add(OpenUploads.REFUSE);
        }
        return far.toBuilder().listsUploads(false).openUploads(rules.toArray(OpenUploads[]::new)).build();
    }

    @Override
    public Admission initiate(UploadRequest request) {
        relay.check(request.object().bucket());
        return opening.initiate(request);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        relay.check(upload.object().bucket());
        if (!sliced) {
            return super.putPart(upload, slot, body, checks, access);
        }
        RelayUpload known = RelayUpload.of(upload);
        PartSlot placed = known.numbered(slot);
        PartReceipt receipt = super.putPart(known.far(), sent(upload, placed), body, checks, access);
        boolean whole = receipt.missing() == 0 || known.isLast(placed) && contiguous(known) >= known.size();
        return new PartReceipt(placed.withLength(Math.max(receipt.slot().length(), placed.length())), receipt.etag(), receipt.sums(),
            whole ? 0 : receipt.missing(), receipt.finished());
    }

    /** Returns the slot as the far store takes it. */
    private PartSlot sent(UploadRef upload, PartSlot slot) {
        return traits(upload.object().bucket()).by() == Addressing.NUMBER ? PartSlot.numbered(slot.index(), slot.length()) : slot;
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        relay.check(upload.object().bucket());
        if (!sliced) {
            return super.state(upload, afterIndex, limit);
        }
        RelayUpload known = RelayUpload.of(upload);
        UploadState far = super.state(known.far(), afterIndex, limit);
        List<StoredPart> parts = far.parts().stream().map(part -> placed(known, part)).toList();
        boolean told = far.phase() != UploadState.Phase.OPEN || traits(upload.object().bucket()).by() == Addressing.OFFSET;
        return new UploadState(upload, far.phase(), parts, far.truncated(), told ? far.contiguous() : contiguous(known), far.metadata(),
            far.initiated());
    }

    private static StoredPart placed(RelayUpload upload, StoredPart part) {
        PartReceipt receipt = part.receipt();
        return new StoredPart(PartReceipt.of(upload.placed(receipt.slot()), receipt.etag(), receipt.sums()), part.modified());
    }

    /** Returns the bytes from the start without a gap, by the list of parts where the far store numbers them. */
    private long contiguous(RelayUpload upload) {
        if (traits(upload.object().bucket()).by() == Addressing.OFFSET) {
            UploadState state = super.state(upload.far(), -1, 1);
            return state.phase() == UploadState.Phase.COMPLETED ? upload.size() : state.contiguous();
        }
        long end = 0;
        int next = 0;
        UploadState page;
        do {
            page = super.state(upload.far(), next - 1, PAGE);
            for (StoredPart part : page.parts()) {
                if (part.receipt().slot().index() != next) {
                    return end;
                }
                end += part.receipt().slot().length();
                next++;
            }
        } while (page.truncated() && !page.parts().isEmpty());
        return end;
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        relay.check(upload.object().bucket());
        Completion wish = completion.withReplace(opening.mayReplace(upload.object(), completion.replace()));
        return super.complete(sliced ? RelayUpload.of(upload).far() : upload, wish);
    }

    @Override
    public void abort(UploadRef upload) {
        relay.check(upload.object().bucket());
        super.abort(sliced ? RelayUpload.of(upload).far() : upload);
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        relay.check(query.bucket());
        if (sliced) {
            throw UploadException.of(Failure.UNSUPPORTED, "Relayed uploads in slices are not listed");
        }
        return super.uploads(query);
    }

    /** Makes a whole object; in parts, one after another, where the far store does not take so much in one request. */
    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        relay.check(request.object().bucket());
        StoreTraits far = super.traits(request.object().bucket());
        UploadRequest wish = RelayOpening.kept(request, far).withReplace(opening.mayReplace(request.object(), request.replace()));
        return body.length() >= 0 && body.length() > far.maxPut() || far.maxPut() == 0
            ? new RelayedPut(delegate(), far).put(wish, body, checks)
            : super.put(far.fitted(wish.withOpen(OpenUploads.INDEPENDENT)), body, checks);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        relay.check(object.bucket());
        return super.head(object, access);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        relay.check(object.bucket());
        return super.get(object, range, access);
    }

    @Override
    public boolean delete(ObjectRef object) {
        relay.check(object.bucket());
        return super.delete(object);
    }

    /** Does nothing: the store belongs to the gateway, not to the caller. */
    @Override
    public void close() {
    }
}
