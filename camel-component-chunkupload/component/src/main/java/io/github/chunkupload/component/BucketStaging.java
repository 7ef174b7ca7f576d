package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.List;
import java.util.Optional;

/** Staging of which one consumer sees only what is pending in its bucket; the rest belongs to others. */
record BucketStaging(Staging all, String bucket) implements Staging {

    @Override
    public List<Staged> pending() {
        return all.pending().stream().filter(s -> s.info().object().bucket().equals(bucket)).toList();
    }

    @Override
    public Staged assemble(UploadRef upload, Completion completion) {
        return all.assemble(upload, completion);
    }

    @Override
    public Staged assemble(UploadRequest request, Body body, Checks checks) {
        return all.assemble(request, body, checks);
    }

    @Override
    public Optional<Staged> assembleKnown(UploadRequest request) {
        return all.assembleKnown(request);
    }

    @Override
    public Download open(String id) {
        return all.open(id);
    }

    @Override
    public ObjectReceipt publish(String id) {
        return all.publish(id);
    }

    @Override
    public ObjectReceipt retire(String id) {
        return all.retire(id);
    }

    @Override
    public Optional<ObjectReceipt> outcome(Staged staged) {
        return all.outcome(staged);
    }

    @Override
    public void discard(String id) {
        all.discard(id);
    }
}
