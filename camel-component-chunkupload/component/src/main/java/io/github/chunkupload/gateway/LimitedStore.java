package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.Optional;
import java.util.function.Function;

/** A store as one client may fill it. */
final class LimitedStore extends ForwardingStore {

    private final Caller caller;
    private final LimitsBackend limits;

    LimitedStore(ObjectStore store, Caller caller, LimitsBackend limits) {
        super(store);
        this.caller = caller;
        this.limits = limits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        limits.checkObject(request.size().orElse(0));
        limits.clients().admit(caller);
        Admission admission = limits.reserve(request.object().bucket(), request.size().orElse(0), () -> super.initiate(request));
        if (admission instanceof Admission.Open open) {
            limits.clients().opened(caller, open.upload());
        }
        return admission;
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        long length = body.length() >= 0 ? body.length() : slot.length();
        return part(upload, slot, bounded(body), length, bytes -> super.putPart(upload, slot, bytes, checks, access));
    }

    private Body bounded(Body body) {
        return new BoundedBody(body, limits.settings().maxPart());
    }

    /** A part within the size that was declared has its room already. */
    private PartReceipt part(UploadRef upload, PartSlot slot, Body body, long length, Function<Body, PartReceipt> work) {
        long stored = limits.upkeep().stored(upload);
        limits.checkObject(Math.max(stored, slot.offset() + Math.max(0, length)));
        long declared = limits.upkeep().declared(upload);
        boolean within = slot.offset() >= 0 && length >= 0 && slot.offset() + length <= declared;
        return limits.store(upload.object().bucket(), body, length, within ? length : declared - stored, work);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        limits.checkObject(limits.upkeep().stored(upload));
        ObjectReceipt receipt = super.complete(upload, completion);
        limits.clients().ended(caller, upload);
        return receipt;
    }

    @Override
    public void abort(UploadRef upload) {
        super.abort(upload);
        limits.clients().ended(caller, upload);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        long length = body.length() >= 0 ? body.length() : request.size().orElse(PartSlot.UNKNOWN);
        limits.checkObject(length);
        return limits.store(request.object().bucket(), bounded(body), length, 0, bytes -> super.put(request, bytes, checks));
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Editing.class) {
            return super.capability(Editing.class).map(editing -> type.cast(new LimitedEditing(editing)));
        }
        return type != PartCopy.class ? super.capability(type)
            : super.capability(PartCopy.class).map(copies -> type.cast(copies(copies)));
    }

    private PartCopy copies(PartCopy copies) {
        return (upload, slot, source, access) -> part(upload, slot, Body.EMPTY, length(slot, source),
            none -> copies.copyPart(upload, slot, source, access));
    }

    private long length(PartSlot slot, CopySource source) {
        return slot.length() >= 0 ? slot.length()
            : source.range().within(head(source.object(), source.access()).size()).length();
    }

    /** Edits make an object longer by as much as they go beyond its end; that much has to be there. */
    private final class LimitedEditing implements Editing {

        private final Editing editing;

        LimitedEditing(Editing editing) {
            this.editing = editing;
        }

        @Override
        public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
            long length = Math.max(0, body.length());
            long end = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length;
            return grown(object, body.length() < 0 ? PartSlot.UNKNOWN : end, bounded(body),
                bytes -> editing.write(object, offset, bytes, checks));
        }

        @Override
        public void truncate(ObjectRef object, long size) {
            grown(object, size, Body.EMPTY, none -> {
                editing.truncate(object, size);
                return true;
            });
        }

        private <T> T grown(ObjectRef object, long end, Body body, Function<Body, T> work) {
            limits.checkObject(end);
            long growth = end < 0 ? PartSlot.UNKNOWN : Math.max(0, end - head(object, Access.NONE).size());
            return limits.store(object.bucket(), body, growth, 0, work);
        }
    }
}
