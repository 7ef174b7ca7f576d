package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;

/** Edits of those who may write. */
record AuthorizedEditing(Editing editing, CallerRights rights) implements Editing {

    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        rights.demand(Right.WRITE, object);
        return editing.write(object, offset, body, checks);
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        rights.demand(Right.WRITE, object);
        editing.truncate(object, size);
    }
}
