package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;

/**
 * Edits behind which nothing is delivered: where objects stay after their delivery a client may change its own copy, elsewhere it must
 * not believe that the route hears of it.
 *
 * @param editing who edits
 * @param kept whether objects stay after their delivery
 * @param owed answers that are no longer true of an edited object
 */
record GuardedEditing(Editing editing, boolean kept, OwedAnswers owed) implements Editing {

    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        admit(object);
        return editing.write(object, offset, body, checks);
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        admit(object);
        editing.truncate(object, size);
    }

    private void admit(ObjectRef object) {
        if (!kept) {
            throw UploadException.of(Failure.UNSUPPORTED, "A finished object cannot be edited here: the route would not hear of it "
                + "(afterDelivery=keep allows edits)");
        }
        owed.forget(object);
    }
}
