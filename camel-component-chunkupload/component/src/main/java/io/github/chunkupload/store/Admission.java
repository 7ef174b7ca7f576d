package io.github.chunkupload.store;

/** The answer to an initiate. */
public sealed interface Admission {

    /**
     * Send the parts.
     *
     * @param upload its name
     * @param partSize bytes of every part but the last, as the store wants them; 0: the sender chooses
     * @param serial whether parts must come one after another
     * @param contiguous bytes from the start that the store has already
     */
    record Open(UploadRef upload, long partSize, boolean serial, long contiguous) implements Admission {
    }

    /**
     * Nothing to send: the store knew the bytes and made the object at once.
     *
     * @param object what it made
     */
    record Done(ObjectReceipt object) implements Admission {
    }

    /** Returns an upload whose sender chooses part size and order. */
    static Open open(UploadRef upload) {
        return new Open(upload, 0, false, 0);
    }
}
