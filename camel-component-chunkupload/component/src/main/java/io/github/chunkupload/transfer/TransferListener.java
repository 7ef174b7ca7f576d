package io.github.chunkupload.transfer;

import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.OptionalLong;

/**
 * Is told how a transfer goes on. {@link #planned}, {@link #resumed}, {@link #completed} and {@link #failed} come on the thread that
 * called the transfer, {@link #partSent} and {@link #retried} on any thread, several at once. Exactly one of {@code completed} and
 * {@code failed} comes, last. A listener returns quickly; what it throws is logged and changes nothing.
 */
public interface TransferListener {

    /** Hears nothing. */
    TransferListener NONE = new TransferListener() { };

    /**
     * The upload is open and its body cut. Not called for bodies that go in one PUT.
     *
     * @param size bytes of the object; empty: not known yet
     */
    default void planned(UploadRef upload, OptionalLong size, PartPlan plan) {
    }

    /**
     * An earlier transfer had sent {@code parts} parts of {@code bytes} bytes, which are not sent again. More of them may be found
     * later, when they had to be compared with the source first: they are told by {@link #partSent} then.
     */
    default void resumed(UploadRef upload, int parts, long bytes) {
    }

    /**
     * The store has confirmed a part, or the whole body in one PUT.
     *
     * @param bytes of that part
     * @param total bytes of the object that are confirmed so far
     */
    default void partSent(PartSlot slot, long bytes, long total) {
    }

    /** Something is tried again after {@code cause}; {@code what} says what, for people. */
    default void retried(String what, int attempt, UploadException cause) {
    }

    /** The object is there. */
    default void completed(TransferResult result) {
    }

    /** The transfer has failed. */
    default void failed(UploadException cause) {
    }
}
