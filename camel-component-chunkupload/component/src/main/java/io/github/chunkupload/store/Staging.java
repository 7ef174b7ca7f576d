package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The capability to make an object durable before anybody sees it: assemble, hand it to someone, then publish, retire or discard. Each
 * step survives a crash; what was assembled and not ended by one of these three is {@linkplain #pending() pending} after a restart.
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

    /**
     * Assembles the parts of an upload. A repetition with the same parts returns the same, also after it was published or retired, for
     * as long as a repeated {@link ObjectStore#complete} is answered; other parts are refused.
     */
    Staged assemble(UploadRef upload, Completion completion);

    /** Assembles an object sent in one piece. */
    Staged assemble(UploadRequest request, Body body, Checks checks);

    /**
     * Assembles an object of bytes that the store has already, where {@link ObjectStore#initiate} would be
     * {@linkplain Admission.Done done} at once.
     *
     * @return empty: the bytes have to be sent
     */
    Optional<Staged> assembleKnown(UploadRequest request);

    /** Reads what was assembled; the body is one {@link io.github.chunkupload.body.FileRegion} wherever the store is on disk. */
    Download open(String id);

    /**
     * Makes it the object, at once for everybody. A repetition answers as the first did.
     *
     * @throws UploadException with {@link Failure#ALREADY_EXISTS} when it may not replace the object there is; it stays pending then
     */
    ObjectReceipt publish(String id);

    /**
     * Ends it without an object: its bytes go, nobody ever sees it, and an earlier object of its name stays. For its upload this is
     * success: a repeated complete, and a repetition of this, answer as after {@link #publish}.
     */
    ObjectReceipt retire(String id);

    /**
     * Returns what {@link #publish} or {@link #retire} answered, as long as that is known; empty while it is pending. What
     * {@link ObjectStore#complete} made without staging it was published then.
     */
    Optional<ObjectReceipt> outcome(Staged staged);

    /** Throws it away; the upload it came from ends as if aborted. */
    void discard(String id);

    /** Returns what was assembled and is not ended, in the order of assembly. */
    List<Staged> pending();
}
