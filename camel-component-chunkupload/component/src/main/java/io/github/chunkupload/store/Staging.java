package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import java.time.Instant;
import java.util.List;

/**
 * The capability to make an object durable before anybody sees it: assemble, hand it to someone, then publish or discard. Each step
 * survives a crash; what was assembled and neither published nor discarded is {@linkplain #pending() pending} after a restart.
 */
public interface Staging {

    /**
     * An object that is durable and not visible.
     *
     * @param id stable over restarts
     * @param upload what it was; the upload id is empty for an object of one {@link #assemble(UploadRequest, Body, Checks) put}
     * @param info what it will be
     * @param assembled when
     */
    record Staged(String id, UploadRef upload, ObjectInfo info, Instant assembled) {
    }

    /** Assembles the parts of an upload. A repetition with the same parts returns the same, other parts are refused. */
    Staged assemble(UploadRef upload, Completion completion);

    /** Assembles an object sent in one piece. */
    Staged assemble(UploadRequest request, Body body, Checks checks);

    /** Reads what was assembled; the body is one {@link io.github.chunkupload.body.FileRegion} wherever the store is on disk. */
    Download open(String id);

    /** Makes it the object, at once for everybody. A repetition answers as the first did. */
    ObjectReceipt publish(String id);

    /** Throws it away; the upload it came from ends as if aborted. */
    void discard(String id);

    /** Returns what is neither published nor discarded, oldest first. */
    List<Staged> pending();
}
