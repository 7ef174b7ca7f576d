package io.github.chunkupload.transfer;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Makes objects out of sources, in parts where they are large, on any {@link ObjectStore}. It resumes what an earlier transfer of the
 * same source left, proves every part and the object, and ends with the object or with a named failure.
 *
 * <p>Thread-safe: one transfer serves any number of uploads at once. The calling thread waits; parts are sent on the executor, so that
 * must not be the one the caller runs on unless it has threads to spare for both. Interrupting the caller ends its upload after the
 * parts on their way.
 *
 * <pre>{@code
 * Transfer transfer = Transfer.on(store).endpoint("https://cos.example").journal(journal).executor(pool).build();
 * try (Source source = Source.of(path)) {
 *     TransferResult result = transfer.upload(UploadRequest.of(new ObjectRef("bucket-1250000000", "key")), source);
 * }
 * }</pre>
 */
public final class Transfer {

    private static final int RESTARTS = 3;

    private final Session.Tools tools;

    private Transfer(Session.Tools tools) {
        this.tools = tools;
    }

    /** Returns a builder of transfers to {@code store}. */
    public static Builder on(ObjectStore store) {
        return new Builder(store);
    }

    /** As {@link #upload(UploadRequest, Source, TransferListener)}, without anybody listening. */
    public TransferResult upload(UploadRequest request, Source source) {
        return upload(request, source, TransferListener.NONE);
    }

    /** As {@link #upload(UploadRequest, Source, TransferListener, TransferControl)}, without anybody to hold or end it. */
    public TransferResult upload(UploadRequest request, Source source, TransferListener listener) {
        return upload(request, source, listener, new TransferControl());
    }

    /**
     * Makes an object.
     *
     * @param request its name, metadata and secrets; the size is that of the source
     * @param source its bytes; it is not closed
     * @param listener is told how it goes on
     * @param control holds or ends it
     * @throws UploadException a named failure, before any byte moves where the request is at fault. The upload stays open to be resumed
     *     with the same source, if that is a file and {@link TransferSettings#onFailure()} says so; other uploads are aborted
     */
    public TransferResult upload(UploadRequest request, Source source, TransferListener listener, TransferControl control) {
        TransferListener heard = new SafeListener(listener);
        try {
            Session session = session(request, heard, control);
            TransferResult result = upload(session, request, source, 0);
            heard.completed(result);
            return result;
        } catch (UploadException e) {
            heard.failed(e);
            throw e;
        } catch (RuntimeException e) {
            heard.failed(UploadException.of(Failure.INTERNAL, "The transfer failed in an unforeseen way: " + e, e));
            throw e;
        }
    }

    private Pace pace() {
        return new Pace(List.of(new Throttle(tools.settings().bandwidth(), tools.timing()), tools.throttle()));
    }

    private Session session(UploadRequest request, TransferListener heard, TransferControl control) {
        StoreTraits traits = tools.store().traits(request.object().bucket());
        Retries retries = new Retries(tools.settings(), tools.timing(), heard, tools.site(), control);
        Session session = new Session(tools, traits, retries, heard, pace());
        traits.keys().check(request.object().key());
        traits.check(request.access());
        PartPlan.checkPartSize(session.partSize(request), traits);
        return session;
    }

    private TransferResult upload(Session session, UploadRequest request, Source source, int restarts) {
        try {
            return once(session, request, source);
        } catch (UploadException e) {
            requireRestart(restarts, e);
            try (Source now = reopened(source).orElseThrow(() -> e)) {
                return upload(session, request, now, restarts + 1);
            } catch (IOException notClosed) {
                throw unreadable(notClosed);
            }
        }
    }

    /** Throws {@code e}, unless it is about a source that changed and is to be sent as it is now. */
    private void requireRestart(int restarts, UploadException e) {
        boolean wanted = tools.settings().onSourceChanged() == OnSourceChanged.RESTART;
        if (e.kind() != Failure.SOURCE_CHANGED || !wanted || restarts >= RESTARTS) {
            throw e;
        }
    }

    private static Optional<Source> reopened(Source source) {
        try {
            return source.reopened();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TransferResult once(Session session, UploadRequest request, Source source) {
        if (source.randomAccess()) {
            return settledWhole(session, request, source);
        }
        boolean sizeMissing = session.traits().sizeFirst() && source.size().isEmpty();
        if (!sizeMissing && request.known().known().containsAll(session.traits().digestFirst())) {
            return new StreamUpload(session, request).send(source);
        }
        try (Source spooled = spool(source)) {
            return whole(session, request, spooled);
        } catch (IOException notClosed) {
            throw unreadable(notClosed);
        }
    }

    private TransferResult settledWhole(Session session, UploadRequest request, Source source) {
        Optional<Source> grown = settled(session, source);
        if (grown.isEmpty()) {
            return whole(session, request, source);
        }
        try (Source now = grown.get()) {
            return whole(session, request, now);
        } catch (IOException notClosed) {
            throw unreadable(notClosed);
        }
    }

    /** Waits until a file stands still, if that is wanted; returns it as it is then, if it is another than {@code source}. */
    private Optional<Source> settled(Session session, Source source) {
        Duration still = tools.settings().settle();
        if (still.isZero() || source.identity().isEmpty()) {
            return Optional.empty();
        }
        try {
            SourceIdentity now = source.currentIdentity().orElseThrow();
            boolean moved = isFresh(now, still);
            while (moved) {
                session.retries().sleep(still, SourceWatch.changed("The source was still being written"));
                SourceIdentity before = now;
                now = source.currentIdentity().orElseThrow();
                moved = now.compare(before) == SourceIdentity.Comparison.OTHER;
            }
            return now.equals(source.identity().get()) ? Optional.empty() : Optional.of(reopened(source).orElseThrow());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private boolean isFresh(SourceIdentity identity, Duration still) {
        Instant modified = Instant.EPOCH.plusNanos(identity.modified());
        return modified.plus(still).isAfter(tools.timing().clock().instant());
    }

    private Source spool(Source source) {
        try {
            return Source.spooled(source.sequential(), tools.spoolDirectory(), tools.settings().maxSpool());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Begins to make an object, or goes on where an earlier transfer of the same source ended, and leaves it to the caller to send the
     * parts that are missing and to have the object made: as {@link #upload(UploadRequest, Source, TransferListener, TransferControl)},
     * step by step. What goes in one PUT is sent at once. A file that is still being written is waited for here, and one that changed since
     * an earlier transfer of it, or changes here, is sent as it is then, if the settings say so; one that changes later fails the step that
     * finds it out.
     *
     * @param source its bytes, which can be read from any place; it is not closed, and must stay open as long as the session
     * @param listener is told how it goes on; the end is told by the session
     * @param control holds or ends it
     * @throws UploadException a named failure, also when {@code source} is a stream
     */
    public Opening open(UploadRequest request, Source source, TransferListener listener, TransferControl control) {
        TransferListener heard = new SafeListener(listener);
        try {
            if (!source.randomAccess()) {
                throw UploadException.of(Failure.INVALID_ARGUMENT, "Only a file, or bytes in memory, can be sent part by part: a stream "
                    + "is read once, from its first byte");
            }
            Opening opening = open(session(request, heard, control), request, source, 0);
            if (opening instanceof Opening.Made made) {
                heard.completed(made.result());
            }
            return opening;
        } catch (UploadException e) {
            heard.failed(e);
            throw e;
        }
    }

    private Opening open(Session session, UploadRequest request, Source source, int restarts) {
        Optional<Source> grown = settled(session, source);
        return grown.isPresent() ? owning(grown.get(), now -> begin(session, request, now, restarts))
            : begin(session, request, source, restarts);
    }

    private Opening begin(Session session, UploadRequest request, Source source, int restarts) {
        try {
            SourceWatch watch = SourceWatch.of(source);
            UploadRequest sized = sized(session, request, source);
            Optional<TransferResult> sent = atOnce(session, sized, source, watch);
            return sent.<Opening>map(Opening.Made::new).orElseGet(() -> new FileUpload(session, sized, source, watch).open());
        } catch (UploadException e) {
            requireRestart(restarts, e);
            return owning(reopened(source).orElseThrow(() -> e), now -> open(session, request, now, restarts + 1));
        }
    }

    /** Leaves a source that nobody but us knows to the session that reads it. */
    private static Opening owning(Source source, Function<Source, Opening> open) {
        try {
            Opening opening = open.apply(source);
            if (opening instanceof Opening.Parts parts) {
                parts.session().owns(source);
            } else {
                source.close();
            }
            return opening;
        } catch (UploadException e) {
            try (source) {
                throw e;
            } catch (IOException notClosed) {
                e.addSuppressed(notClosed);
                throw e;
            }
        } catch (IOException notClosed) {
            throw unreadable(notClosed);
        }
    }

    /**
     * Takes part in an upload that another process has opened.
     *
     * @param request as it was opened with, for the same object
     * @throws UploadException when {@code request} is at fault
     */
    public JoinedUpload join(UploadTicket ticket, UploadRequest request) {
        if (!ticket.upload().object().equals(request.object())) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The ticket is for another object than " + request.object());
        }
        return new JoinedUpload(session(request, TransferListener.NONE, new TransferControl()), request, ticket);
    }

    private static UploadRequest sized(Session session, UploadRequest request, Source source) {
        long size = source.size().orElseThrow();
        if (size == 0 && !session.traits().emptyObjects()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The source is empty, and this store takes no empty objects");
        }
        return request.withSize(size);
    }

    private static TransferResult whole(Session session, UploadRequest request, Source source) {
        SourceWatch watch = SourceWatch.of(source);
        UploadRequest sized = sized(session, request, source);
        return atOnce(session, sized, source, watch).orElseGet(() -> new FileUpload(session, sized, source, watch).run());
    }

    private static Optional<TransferResult> atOnce(Session session, UploadRequest sized, Source source, SourceWatch watch) {
        long size = sized.size().orElseThrow();
        if (!session.fitsPut(size, sized)) {
            return Optional.empty();
        }
        return Optional.of(new OneShot(session, sized, watch).put(source.region(0, size)));
    }

    private static UploadException unreadable(IOException e) {
        return SourceWatch.NOTHING.unreadable(e);
    }

    /** Collects what a transfer works with. Not thread-safe. */
    public static final class Builder {

        private final ObjectStore store;
        private String endpoint = "";
        private TransferSettings settings = TransferSettings.DEFAULT;
        private UploadJournal journal = new MemoryJournal();
        private Executor executor = Runnable::run;
        private BufferPool buffers;
        private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));
        private Timing timing = Timing.SYSTEM;
        private Site site = Site.unknown();
        private Throttle throttle = new Throttle(Bandwidth.UNLIMITED);

        private Builder(ObjectStore store) {
            this.store = Objects.requireNonNull(store);
        }

        /** Sets the name of the store in the journal, such as its URI without credentials. */
        public Builder endpoint(String name) {
            endpoint = Objects.requireNonNull(name);
            return this;
        }

        /** Sets how to transfer. */
        public Builder settings(TransferSettings how) {
            settings = Objects.requireNonNull(how);
            return this;
        }

        /** Sets where uploads are remembered; unless set, in memory. It is not closed. */
        public Builder journal(UploadJournal where) {
            journal = Objects.requireNonNull(where);
            return this;
        }

        /** Sets what runs the parts; unless set, the caller runs them one after another. */
        public Builder executor(Executor pool) {
            executor = Objects.requireNonNull(pool);
            return this;
        }

        /** Sets the memory for streams, to be shared with other transfers; unless set, a pool of its own. */
        public Builder buffers(BufferPool pool) {
            buffers = Objects.requireNonNull(pool);
            return this;
        }

        /** Sets where streams are spooled; unless set, the directory for temporary files. */
        public Builder spoolDirectory(Path directory) {
            spoolDirectory = Objects.requireNonNull(directory);
            return this;
        }

        /** Sets what is shared with other transfers to the same endpoint; unless set, nothing is. */
        public Builder site(Site shared) {
            site = Objects.requireNonNull(shared);
            return this;
        }

        /** Sets the throttle that is shared with other transfers; unless set, none is. */
        public Builder throttle(Throttle shared) {
            throttle = Objects.requireNonNull(shared);
            return this;
        }

        /** Sets time and chance, for tests. */
        public Builder timing(Timing time) {
            timing = Objects.requireNonNull(time);
            return this;
        }

        /** Returns the transfer. */
        public Transfer build() {
            BufferPool pool = buffers == null ? new BufferPool(BufferPool.DEFAULT_CAPACITY) : buffers;
            return new Transfer(new Session.Tools(store, endpoint, settings, journal, executor, pool, spoolDirectory, timing, site,
                throttle));
        }
    }
}
