package io.github.chunkupload.gateway;

import io.github.chunkupload.gateway.OutboxEntry.Turn;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.Staging.Staged;
import io.github.chunkupload.store.UploadException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties the outbox: hands over one object at a time on each worker, publishes what was taken, and tries again what was not. */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveringStore.class);

    private final Outbox outbox;
    private final Staging staging;
    private final Optional<LocalFiles> files;
    private final Delivery delivery;
    private final DeliverySettings settings;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean rejected = new AtomicBoolean();

    Courier(Outbox outbox, ObjectStore store, Delivery delivery, DeliverySettings settings, Executor executor,
            ScheduledExecutorService timer) {
        this.outbox = outbox;
        this.staging = store.capability(Staging.class).orElseThrow();
        this.files = store.capability(LocalFiles.class);
        this.delivery = delivery;
        this.settings = settings;
        this.executor = executor;
        this.timer = timer;
    }

    /** Starts as many workers as there is work for. */
    void hire() {
        while (outbox.hire()) {
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                outbox.quit();
                hireLater();
                return;
            }
        }
    }

    private void hireLater() {
        if (rejected.compareAndSet(false, true)) {
            LOG.warn("The pool for deliveries takes no more tasks; trying again");
            later(settings.backoff().base(), () -> {
                rejected.set(false);
                hire();
            });
        }
    }

    private void later(Duration wait, Runnable task) {
        try {
            timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No timer any more: what is pending is delivered at the next start", e);
        }
    }

    private void work() {
        Optional<OutboxEntry> next = outbox.take();
        while (next.isPresent()) {
            attempt(next.get());
            if (Thread.currentThread().isInterrupted()) {
                outbox.quit();
                hire();
                return;
            }
            next = outbox.take();
        }
    }

    private void attempt(OutboxEntry entry) {
        boolean interrupted = false;
        try {
            if (!entry.isRouted()) {
                interrupted = hand(entry);
                entry.routed();
            }
            outbox.delivered(entry, publish(entry));
        } catch (Refused e) {
            drop(entry, e.failure);
        } catch (Throwable e) {
            interrupted |= e instanceof InterruptedException | Thread.interrupted();
            failed(entry, e);
        }
        hire();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the thread was interrupted; the mark is taken off, because the store's files would be closed by it. */
    private boolean hand(OutboxEntry entry) throws Exception {
        Staged staged = entry.staged();
        try (Download bytes = open(staged)) {
            delivery.deliver(new Delivered(staged.id(), entry.isRedelivered(), staged.info(), staged.upload().uploadId(), entry.caller(),
                files.map(f -> f.path(staged.id())), bytes.body()));
        }
        return Thread.interrupted();
    }

    private Download open(Staged staged) throws Refused {
        try {
            return staging.open(staged.id());
        } catch (UploadException e) {
            throw Refused.unless(e, Failure.NO_SUCH_UPLOAD);
        }
    }

    /** Discards what is older first: after a crash in between, an old object must not come back over a new one. */
    private ObjectReceipt publish(OutboxEntry entry) throws Refused {
        outbox.supersede(entry).forEach(older -> discard(older, "a newer object of its name was delivered"));
        if (outbox.isClosed()) {
            throw UploadException.of(Failure.UNAVAILABLE, "The gateway is closed");
        }
        try {
            String id = entry.staged().id();
            return settings.afterDelivery() == AfterDelivery.KEEP ? staging.publish(id) : staging.retire(id);
        } catch (UploadException e) {
            throw Refused.unless(e, Failure.ALREADY_EXISTS, Failure.NO_SUCH_UPLOAD);
        }
    }

    private void failed(OutboxEntry entry, Throwable cause) {
        UploadException failure = told(entry.staged().id(), cause);
        Turn turn = outbox.turn(entry);
        String end = turn == Turn.NOBODY ? " and is discarded" : "";
        LOG.warn("Delivery {} of {} failed{}: {}", entry.staged().id(), LogText.of(entry.object()), end,
            LogText.of(cause.toString()));
        LOG.debug("Delivery {} failed", entry.staged().id(), cause);
        if (turn == Turn.NOBODY) {
            discard(entry);
            outbox.dropped(entry, failure);
            return;
        }
        outbox.failed(entry, failure);
        if (turn == Turn.GATEWAY) {
            int failures = entry.failures();
            later(settings.backoff().wait(failures, ThreadLocalRandom.current()), () -> {
                outbox.wake(entry, failures);
                hire();
            });
        }
    }

    /** Returns what clients are told. Its request id is that of the delivery, under which the log has the cause. */
    private static UploadException told(String id, Throwable cause) {
        UploadException.Builder failure = cause instanceof UploadException named
            ? UploadException.builder(named.kind(), named.getMessage()).retryAfter(named.retryAfter().orElse(null))
            : UploadException.builder(Failure.INTERNAL, "The object could not be delivered");
        return failure.requestId(id).cause(new DeliveryException(id, cause)).build();
    }

    private void drop(OutboxEntry entry, UploadException failure) {
        discard(entry, failure.getMessage());
        outbox.dropped(entry, failure);
    }

    private void discard(OutboxEntry entry, String why) {
        LOG.info("Discarding {} of {}: {}", entry.staged().id(), LogText.of(entry.object()), why);
        discard(entry);
    }

    private void discard(OutboxEntry entry) {
        try {
            staging.discard(entry.staged().id());
        } catch (RuntimeException | Error e) {
            LOG.warn("{} could not be discarded; it may be delivered at the next start", entry.staged().id(), e);
        }
    }

    /** The staging itself says that this object cannot be delivered or published, now or later. */
    private static final class Refused extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient UploadException failure;

        private Refused(UploadException failure) {
            super(failure);
            this.failure = failure;
        }

        /** Returns the refusal when {@code e} is one of {@code kinds}, else throws {@code e}. */
        private static Refused unless(UploadException e, Failure... kinds) {
            if (!List.of(kinds).contains(e.kind())) {
                throw e;
            }
            return new Refused(e);
        }
    }
}
