package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.function.Supplier;

/** A store as one transfer sees it: each of its requests waits at the {@link RefusalGate} of the endpoint, and tells it the outcome. */
final class GatedStore extends ForwardingStore {

    private final Retries retries;

    GatedStore(ObjectStore delegate, Retries retries) {
        super(delegate);
        this.retries = retries;
    }

    private <T> T request(Supplier<T> request) {
        retries.awaitGo();
        try (RefusalGate.Pass pass = retries.site().gate().enter(retries)) {
            try {
                T answer = request.get();
                pass.succeeded();
                return answer;
            } catch (UploadException e) {
                pass.failed(e);
                throw e;
            }
        }
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return request(() -> super.initiate(request));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        return request(() -> super.putPart(upload, slot, body, checks, access));
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return request(() -> super.state(upload, afterIndex, limit));
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return request(() -> super.complete(upload, completion));
    }

    @Override
    public void abort(UploadRef upload) {
        request(() -> {
            super.abort(upload);
            return true;
        });
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        return request(() -> super.uploads(query));
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return request(() -> super.put(request, body, checks));
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return request(() -> super.head(object, access));
    }
}
