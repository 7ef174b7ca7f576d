package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import java.util.Objects;
import java.util.Optional;

/** A store in front of another; decorators override what they change. */
public abstract class ForwardingStore implements ObjectStore {

    private final ObjectStore delegate;

    /** Forwards everything to {@code delegate}. */
    protected ForwardingStore(ObjectStore delegate) {
        this.delegate = Objects.requireNonNull(delegate);
    }

    /** Returns the store behind this one. */
    protected final ObjectStore delegate() {
        return delegate;
    }

    @Override
    public StoreTraits traits(String bucket) {
        return delegate.traits(bucket);
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return delegate.initiate(request);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        return delegate.putPart(upload, slot, body, checks, access);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return delegate.state(upload, afterIndex, limit);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return delegate.complete(upload, completion);
    }

    @Override
    public void abort(UploadRef upload) {
        delegate.abort(upload);
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        return delegate.uploads(query);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return delegate.put(request, body, checks);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return delegate.head(object, access);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        return delegate.get(object, range, access);
    }

    @Override
    public boolean delete(ObjectRef object) {
        return delegate.delete(object);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return delegate.capability(type);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
