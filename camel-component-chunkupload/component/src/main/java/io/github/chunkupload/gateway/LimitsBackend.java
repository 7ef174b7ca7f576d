package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A backend that stores no more than its settings say. What is too much is refused before a byte of it is read, where its size is told
 * beforehand, and else as soon as it is too much. A size that is declared at initiate is reserved: of the quota of the bucket and of the
 * space there is. Thread-safe.
 */
public final class LimitsBackend implements Backend {

    private final Backend backend;
    private final Upkeep upkeep;
    private final LimitSettings settings;
    private final ClientUploads clients;
    private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
    private final AtomicLong arriving = new AtomicLong();

    /**
     * Makes the backend.
     *
     * @param upkeep of the store that {@code backend} stores in
     */
    public LimitsBackend(Backend backend, Upkeep upkeep, LimitSettings settings) {
        this.backend = backend;
        this.upkeep = upkeep;
        this.settings = settings;
        this.clients = new ClientUploads(upkeep, settings.maxUploads(), settings.maxUploadsPerClient());
    }

    @Override
    public ObjectStore as(Caller caller) {
        return new LimitedStore(backend.as(caller), caller, this);
    }

    /** Forgets what is known of clients that have no open upload. */
    public void tidy() {
        clients.tidy();
    }

    ClientUploads clients() {
        return clients;
    }

    LimitSettings settings() {
        return settings;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** Returns the quota of a bucket; only buckets that have one are remembered. */
    private Optional<Quota> quota(String bucket) {
        OptionalLong most = settings.quotaOf(bucket);
        return most.isEmpty() ? Optional.empty()
            : Optional.of(quotas.computeIfAbsent(bucket, name -> new Quota(upkeep, name, most.getAsLong())));
    }

    /**
     * Stores bytes that there has to be room for.
     *
     * @param bytes negative: unknown; then room is taken as they come
     * @param reserved how many of them have room already, in the quota and on the disk
     * @throws UploadException with {@link Failure#STORAGE_FULL}
     */
    <T> T store(String bucket, Body body, long bytes, long reserved, Function<Body, T> work) {
        long others = bytes >= 0 && bytes <= reserved ? 0 : upkeep.owed() + arriving.get() - Math.max(0, reserved);
        if (upkeep.free() - others - Math.max(0, bytes) < settings.minFree()) {
            throw UploadException.of(Failure.STORAGE_FULL, "There is not enough space left");
        }
        return counted(bucket, body, bytes, reserved, work);
    }

    private <T> T counted(String bucket, Body body, long bytes, long reserved, Function<Body, T> work) {
        Optional<Quota> quota = quota(bucket);
        if (quota.isEmpty()) {
            return work.apply(body);
        }
        try (Quota.Room room = quota.get().admit(Math.max(0, bytes - Math.max(0, reserved)))) {
            return work.apply(bytes < 0 ? new MeteredBody(body, room) : body);
        }
    }

    /**
     * Opens an upload, whose declared size is reserved: nothing else gets that space. Of several that are opened at once and do not fit
     * together, none may be.
     *
     * @throws UploadException with {@link Failure#STORAGE_FULL}
     */
    <T> T reserve(String bucket, long bytes, Supplier<T> work) {
        try {
            long others = upkeep.owed() + arriving.addAndGet(bytes) - bytes;
            if (upkeep.free() - (bytes > 0 ? others : 0) - bytes < settings.minFree()) {
                throw UploadException.of(Failure.STORAGE_FULL, "There is not enough space left for an upload of " + bytes + " bytes");
            }
            return counted(bucket, Body.EMPTY, bytes, 0, none -> work.get());
        } finally {
            arriving.addAndGet(-bytes);
        }
    }

    /** Refuses an object that is too large. */
    void checkObject(long bytes) {
        if (bytes > settings.maxObject()) {
            throw UploadException.of(Failure.TOO_LARGE, "An object has at most " + settings.maxObject() + " bytes here");
        }
    }
}
