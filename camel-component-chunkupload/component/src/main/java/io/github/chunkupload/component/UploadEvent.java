package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import java.io.Serial;
import java.util.EventObject;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;

/**
 * How an upload goes on, for the event notifiers of the Camel context. {@link Kind#PART_SENT} and {@link Kind#RETRIED} come on any
 * thread, several at once; exactly one of {@link Kind#COMPLETED} and {@link Kind#FAILED} comes, last. Its source is the exchange.
 */
public final class UploadEvent extends EventObject implements CamelEvent {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Exchange exchange;
    private final transient ObjectRef object;
    private final transient News news;
    private long timestamp;

    /** What happened. */
    public enum Kind {
        /** The upload is open and its body cut. */
        PLANNED,
        /** Parts of an earlier attempt are not sent again. */
        RESUMED,
        /** The store has confirmed a part. */
        PART_SENT,
        /** Something is tried again. */
        RETRIED,
        /** The object is there. */
        COMPLETED,
        /** The upload has failed. */
        FAILED
    }

    /**
     * What is told.
     *
     * @param kind what happened
     * @param uploadId the store's name of the upload; empty where it is not told
     * @param parts how many parts: planned, resumed or of the object; 1 for a part
     * @param bytes their bytes; −1: not known yet
     * @param total bytes of the object that are confirmed so far
     * @param cause why it is tried again or has failed
     */
    record News(Kind kind, String uploadId, int parts, long bytes, long total, Optional<Throwable> cause) {
    }

    UploadEvent(Exchange exchange, ObjectRef object, News news) {
        super(exchange);
        this.exchange = exchange;
        this.object = object;
        this.news = news;
    }

    static boolean isWanted(CamelContext context) {
        return !context.getManagementStrategy().getStartedEventNotifiers().isEmpty();
    }

    /** Returns what happened. */
    public Kind kind() {
        return news.kind();
    }

    /** Returns the exchange whose body is sent. */
    public Exchange exchange() {
        return exchange;
    }

    /** Returns the object that is made. */
    public ObjectRef object() {
        return object;
    }

    /** Returns the store's name of the upload; empty where it is not told. */
    public String uploadId() {
        return news.uploadId();
    }

    /** Returns how many parts were planned, resumed or sent. */
    public int parts() {
        return news.parts();
    }

    /** Returns the bytes of those parts, or −1 where they are not known yet. */
    public long bytes() {
        return news.bytes();
    }

    /** Returns the bytes of the object that are confirmed so far. */
    public long total() {
        return news.total();
    }

    /** Returns why it is tried again or has failed. */
    public Optional<Throwable> cause() {
        return news.cause();
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    /** Names kind and object. */
    @Override
    public String toString() {
        return "Upload of " + object + ": " + news.kind();
    }
}
