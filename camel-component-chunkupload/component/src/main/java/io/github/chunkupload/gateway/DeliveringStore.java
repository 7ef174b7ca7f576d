package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Retired;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.Staging.Staged;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.Undelivered;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Hands every finished object to a {@link Delivery} before clients see it. An upload is OPEN, then ASSEMBLED (durable, invisible), then
 * DELIVERED: published, or {@linkplain AfterDelivery#DELETE gone}. The states are those of the store's {@link Staging}, so they survive
 * a crash: what was assembled and not delivered is delivered again when the store is opened, at least once each, under the same
 * delivery id.
 *
 * <p>A complete or put waits for its delivery; a complete repeated meanwhile joins it, and after a failed delivery it begins another.
 * After {@link DeliverySettings#completeTimeout()} the client is told {@link Failure#PENDING} while the delivery goes on, and learns
 * the outcome by asking again; a put asks again by sending the same bytes, for up to 15 minutes without being delivered twice. When a
 * client was told that a delivery failed it is the client's turn, and an object sent in one piece is discarded before it is told.
 * When nobody was told (the clients are {@code PENDING}, or this is after a restart) the gateway itself tries again, with growing waits.
 *
 * <p>For each key one object at a time is delivered, in the order of assembly. An older object that has failed does not hold back a
 * newer one ({@link Acknowledge#STORED} apart); when the newer is delivered, the older is discarded if no client waits for it, so that
 * it cannot come back over the newer. An upload cannot be aborted while it is being delivered ({@link Failure#CONFLICT}).
 *
 * <p>A put that was never answered may be delivered after a crash, although its client will send it again. An object refused at
 * publication because another has appeared and it may not replace it was delivered all the same.
 *
 * <p>A request with a customer's key is refused ({@link Failure#UNSUPPORTED}): a route could not read what is encrypted with it.
 */
public final class DeliveringStore extends ForwardingStore implements Backend {

    private static final Duration OWED = Duration.ofMinutes(15);
    private static final Set<Class<?>> PASSED = Set.of(Listing.class, Buckets.class, PartCopy.class, Verify.class,
        Retired.class);

    private final Staging staging;
    private final DeliverySettings settings;
    private final OwedAnswers owed = new OwedAnswers(OWED, System::nanoTime);
    private final Outbox outbox;
    private final Courier courier;
    private final Object[] stripes = Stream.generate(Object::new).limit(64).toArray();

    private DeliveringStore(ObjectStore store, Delivery delivery, DeliverySettings settings, Executor deliveries,
            ScheduledExecutorService timer) {
        super(store);
        this.staging = store.capability(Staging.class)
            .orElseThrow(() -> new IllegalArgumentException("Deliveries need a store that can stage objects"));
        this.settings = settings;
        this.outbox = new Outbox(settings.acknowledge() == Acknowledge.STORED, settings.parallel(), this::pending, owed);
        this.courier = new Courier(outbox, store, delivery, settings, deliveries, timer);
    }

    /**
     * Opens the store and begins to deliver what is pending from before.
     *
     * @param store with {@link Staging}; closed with this one
     * @param deliveries runs the deliveries, at most {@link DeliverySettings#parallel()} at once. It must not run them on the calling
     *     thread, and not be the pool of the threads that call this store: those wait for it
     * @param timer starts attempts after a wait; nothing runs long on it
     */
    public static DeliveringStore open(ObjectStore store, Delivery delivery, DeliverySettings settings, Executor deliveries,
            ScheduledExecutorService timer) {
        DeliveringStore opened = new DeliveringStore(store, delivery, settings, deliveries, timer);
        opened.staging.pending().forEach(staged -> opened.outbox.add(new OutboxEntry(staged, Optional.empty(), true)));
        opened.courier.hire();
        settings.keptFor().ifPresent(time -> new KeptObjects(store, time, Clock.systemUTC()).watch(timer));
        return opened;
    }

    /** Returns this store for {@code caller}, whom its deliveries name. */
    @Override
    public ObjectStore as(Caller caller) {
        return new CallersStore(this, caller);
    }

    @Override
    public StoreTraits traits(String bucket) {
        return super.traits(bucket).toBuilder().customerKeys(false).build();
    }

    private static void refuseKey(Access access) {
        if (access.customerKey().isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "This gateway hands objects to a route, which could not read one that is "
                + "encrypted with a customer's key; leave the key out");
        }
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return initiate(request, Optional.empty());
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseKey(access);
        return super.putPart(upload, slot, body, checks, access);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseKey(access);
        return super.head(object, access);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        refuseKey(access);
        return super.get(object, range, access);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return complete(upload, completion, Optional.empty());
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return put(request, body, checks, Optional.empty());
    }

    /** An object of bytes that the store has already is delivered like one that was put, before its client hears that it is done. */
    Admission initiate(UploadRequest request, Optional<Caller> caller) {
        refuseKey(request.access());
        Optional<Staged> known = staging.assembleKnown(request);
        return known.isPresent() ? new Admission.Done(deliver(known.get(), caller)) : super.initiate(request.withInstant(false));
    }

    ObjectReceipt complete(UploadRef upload, Completion completion, Optional<Caller> caller) {
        Ticket ticket;
        synchronized (stripe(upload.object())) {
            Staged staged = staging.assemble(upload, completion);
            Optional<Ticket> running = outbox.join(staged.id());
            Optional<ObjectReceipt> outcome = running.isPresent() ? Optional.empty() : staging.outcome(staged);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            ticket = running.orElseGet(() -> outbox.admit(new OutboxEntry(staged, caller, false)));
        }
        return answer(ticket);
    }

    ObjectReceipt put(UploadRequest request, Body body, Checks checks, Optional<Caller> caller) {
        refuseKey(request.access());
        return deliver(staging.assemble(request, body, checks), caller);
    }

    private ObjectReceipt deliver(Staged staged, Optional<Caller> caller) {
        Ticket ticket = outbox.joinOrAdmit(new OutboxEntry(staged, caller, false));
        if (ticket.joined()) {
            staging.discard(staged.id());
        }
        return answer(ticket);
    }

    private ObjectReceipt answer(Ticket ticket) {
        courier.hire();
        if (settings.acknowledge() == Acknowledge.STORED) {
            return receipt(ticket.entry().staged());
        }
        try {
            return ticket.round().get(settings.completeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (outbox.leave(ticket)) {
                throw pending();
            }
            return outcome(ticket);
        } catch (ExecutionException e) {
            return outcome(ticket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outbox.leave(ticket);
            throw pending();
        }
    }

    private static ObjectReceipt outcome(Ticket ticket) {
        try {
            return ticket.round().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UploadException told ? told : UploadException.of(Failure.INTERNAL, "Delivery failed", e);
        }
    }

    private static ObjectReceipt receipt(Staged staged) {
        ObjectInfo info = staged.info();
        return new ObjectReceipt(info.object(), info.size(), info.etag(), info.sums(), Optional.empty());
    }

    private UploadException pending() {
        return UploadException.builder(Failure.PENDING, "The object is stored and its delivery goes on; ask again")
            .retryAfter(settings.retryAfter()).build();
    }

    @Override
    public void abort(UploadRef upload) {
        synchronized (stripe(upload.object())) {
            Optional<OutboxEntry> assembled = outbox.find(upload);
            if (assembled.isEmpty()) {
                super.abort(upload);
                return;
            }
            UploadException gone = UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload is finished or was aborted");
            if (settings.acknowledge() == Acknowledge.STORED) {
                throw gone;
            }
            if (!outbox.withdraw(assembled.get(), gone)) {
                throw UploadException.of(Failure.CONFLICT, "The upload is complete and its object is being delivered");
            }
            staging.discard(assembled.get().staged().id());
        }
    }

    @Override
    public boolean delete(ObjectRef object) {
        owed.forget(object);
        return super.delete(object);
    }

    /**
     * Returns what else the store behind can do and does not go past the deliveries. {@link Editing} is refused with
     * {@link Failure#UNSUPPORTED} unless objects stay after their delivery, because no route hears of an edit.
     */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Editing.class) {
            boolean kept = settings.afterDelivery() == AfterDelivery.KEEP;
            return super.capability(Editing.class).map(editing -> type.cast(new GuardedEditing(editing, kept, owed)));
        }
        if (type == Undelivered.class) {
            return Optional.of(type.cast((Undelivered) outbox::undelivered));
        }
        return PASSED.contains(type) ? super.capability(type) : Optional.empty();
    }

    /** Returns how many objects wait to be delivered or are being delivered. */
    public int backlog() {
        return outbox.size();
    }

    int waiting() {
        return outbox.waiting();
    }

    /**
     * Begins no more deliveries, waits up to {@link DeliverySettings#closeTimeout()} for those that are running, tells clients still
     * waiting that theirs is pending, and closes the store behind. What is left is delivered at the next opening.
     */
    @Override
    public void close() {
        outbox.close(settings.closeTimeout());
        super.close();
    }

    private Object stripe(ObjectRef object) {
        return stripes[Math.floorMod(object.hashCode(), stripes.length)];
    }
}
