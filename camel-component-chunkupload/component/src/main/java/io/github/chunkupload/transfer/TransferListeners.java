package io.github.chunkupload.transfer;

import io.github.chunkupload.store.ObjectRef;
import java.util.OptionalLong;

/** Gives a listener to each transfer: how a program follows many at once. Called on the thread that calls the transfer. */
@FunctionalInterface
public interface TransferListeners {

    /** Nobody listens. */
    TransferListeners NONE = (object, size) -> TransferListener.NONE;

    /**
     * Returns who hears of one transfer.
     *
     * @param object what it makes
     * @param size bytes, where known beforehand
     */
    TransferListener listen(ObjectRef object, OptionalLong size);
}
