package io.github.chunkupload.transfer;

import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener that fails from failing the transfer. */
record SafeListener(TransferListener listener) implements TransferListener {

    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    @Override
    public void planned(UploadRef upload, OptionalLong size, PartPlan plan) {
        tell(() -> listener.planned(upload, size, plan));
    }

    @Override
    public void resumed(UploadRef upload, int parts, long bytes) {
        tell(() -> listener.resumed(upload, parts, bytes));
    }

    @Override
    public void partSent(PartSlot slot, long bytes, long total) {
        tell(() -> listener.partSent(slot, bytes, total));
    }

    @Override
    public void retried(String what, int attempt, UploadException cause) {
        LOG.debug("Attempt {} of {} after: {}", attempt, what, cause.getMessage());
        tell(() -> listener.retried(what, attempt, cause));
    }

    @Override
    public void completed(TransferResult result) {
        tell(() -> listener.completed(result));
    }

    @Override
    public void failed(UploadException cause) {
        tell(() -> listener.failed(cause));
    }

    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.warn("A transfer listener failed", e);
        }
    }
}
