package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.PartPlan;
import io.github.chunkupload.transfer.TransferControl;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upload at this moment: how far it is, and the handle by which it is held or ended. Tells of it by events, and those who listen. */
final class RunningUpload implements TransferListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunningUpload.class);

    private final Exchange exchange;
    private final ObjectRef object;
    private final String store;
    private final List<TransferListener> listeners;
    private final TransferControl control;
    private final boolean tells;
    private final AtomicLong sent = new AtomicLong();
    private volatile OptionalLong size;
    private volatile String uploadId = "";

    RunningUpload(Exchange exchange, ObjectRef object, String store, OptionalLong size, List<TransferListener> listeners,
            TransferControl control) {
        this.exchange = exchange;
        this.object = object;
        this.store = store;
        this.size = size;
        this.listeners = listeners;
        this.control = control;
        this.tells = UploadEvent.isWanted(exchange.getContext());
    }

    ObjectRef object() {
        return object;
    }

    boolean is(UploadRef upload) {
        return object.equals(upload.object()) && uploadId.equals(upload.uploadId());
    }

    String store() {
        return store;
    }

    TransferControl control() {
        return control;
    }

    private void tell(UploadEvent.Kind kind, int parts, long bytes, Throwable cause) {
        if (!tells) {
            return;
        }
        UploadEvent event = new UploadEvent(exchange, object,
            new UploadEvent.News(kind, uploadId, parts, bytes, sent.get(), Optional.ofNullable(cause)));
        event.setTimestamp(System.currentTimeMillis());
        try {
            exchange.getContext().getManagementStrategy().notify(event);
        } catch (Exception e) {
            LOG.warn("An event notifier failed", e);
        }
    }

    @Override
    public void planned(UploadRef upload, OptionalLong bytes, PartPlan plan) {
        uploadId = upload.uploadId();
        size = bytes;
        listeners.forEach(listener -> listener.planned(upload, bytes, plan));
        tell(UploadEvent.Kind.PLANNED, bytes.isPresent() ? plan.parts() : -1, bytes.orElse(-1), null);
    }

    @Override
    public void resumed(UploadRef upload, int parts, long bytes) {
        sent.addAndGet(bytes);
        listeners.forEach(listener -> listener.resumed(upload, parts, bytes));
        tell(UploadEvent.Kind.RESUMED, parts, bytes, null);
    }

    @Override
    public void partSent(PartSlot slot, long bytes, long total) {
        sent.accumulateAndGet(total, Math::max);
        listeners.forEach(listener -> listener.partSent(slot, bytes, total));
        tell(UploadEvent.Kind.PART_SENT, 1, bytes, null);
    }

    @Override
    public void retried(String what, int attempt, UploadException cause) {
        listeners.forEach(listener -> listener.retried(what, attempt, cause));
        tell(UploadEvent.Kind.RETRIED, 0, 0, cause);
    }

    @Override
    public void completed(TransferResult result) {
        listeners.forEach(listener -> listener.completed(result));
        tell(UploadEvent.Kind.COMPLETED, result.parts(), result.bytes(), null);
    }

    @Override
    public void failed(UploadException cause) {
        listeners.forEach(listener -> listener.failed(cause));
        tell(UploadEvent.Kind.FAILED, 0, 0, cause);
    }

    /** Tells object, upload id, how much is sent, and whether it is held. */
    @Override
    public String toString() {
        return object + " upload " + uploadId + ": " + sent + " of " + (size.isPresent() ? size.getAsLong() : "?") + " bytes"
            + (control.isPaused() ? ", paused" : "");
    }
}
