package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A delivering store over a disk store in a directory, with clients; it can be opened again after a restart. */
final class Gateway implements AutoCloseable {

    /** Waits that a test never sees the end of, and attempts that follow at once. */
    static final DeliverySettings PATIENT = DeliverySettings.DEFAULT.withCompleteTimeout(Duration.ofSeconds(30))
        .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(4))).withCloseTimeout(Duration.ofSeconds(30));

    /** A client does not wait at all. */
    static final DeliverySettings HASTY = PATIENT.withCompleteTimeout(Duration.ZERO);

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final ExecutorService deliveries;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DiskStore disk;
    private final DeliveringStore store;

    Gateway(Path directory, Delivery route, DeliverySettings settings, UnaryOperator<ObjectStore> between) {
        deliveries = Executors.newFixedThreadPool(settings.parallel());
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        store = DeliveringStore.open(between.apply(disk), route, settings, deliveries, timer);
    }

    static Gateway open(Path directory, Delivery route, DeliverySettings settings) {
        return new Gateway(directory, route, settings, UnaryOperator.identity());
    }

    static ObjectRef object(String key) {
        return new ObjectRef("photos", key);
    }

    DeliveringStore store() {
        return store;
    }

    DiskStore disk() {
        return disk;
    }

    /** Sends an upload of one part for each text. */
    UploadRef upload(String key, String... texts) {
        UploadRef upload = ((Admission.Open) store.initiate(UploadRequest.of(object(key)))).upload();
        for (int i = 0; i < texts.length; i++) {
            store.putPart(upload, PartSlot.numbered(i, texts[i].length()), body(texts[i]), Checks.computing(Digest.MD5), Access.NONE);
        }
        return upload;
    }

    ObjectReceipt complete(UploadRef upload) {
        return store.complete(upload, Completion.ALL);
    }

    /** Completes on a thread of its own, as another client does. */
    Future<ObjectReceipt> completing(UploadRef upload) {
        return completing(upload, Completion.ALL);
    }

    Future<ObjectReceipt> completing(UploadRef upload, Completion completion) {
        return clients.submit(() -> store.complete(upload, completion));
    }

    ObjectReceipt put(String key, String text) {
        return store.put(UploadRequest.of(object(key)), body(text), Checks.computing(Digest.MD5));
    }

    Future<ObjectReceipt> putting(String key, String text) {
        return clients.submit(() -> put(key, text));
    }

    private static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what a client reads; null when the object is not there. */
    String read(String key) {
        return read(store, key);
    }

    static String read(ObjectStore store, String key) {
        try (Download download = store.get(object(key), ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (UploadException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static UploadException failure(ThrowingCallable call) {
        return catchThrowableOfType(UploadException.class, call);
    }

    /** Returns how a call on another thread failed. */
    static UploadException failure(Future<?> call) throws InterruptedException, TimeoutException {
        try {
            call.get(30, TimeUnit.SECONDS);
            throw new AssertionError("The call succeeded");
        } catch (ExecutionException e) {
            return (UploadException) e.getCause();
        }
    }

    static <T> T join(Future<T> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        store.close();
        clients.shutdownNow();
        deliveries.shutdownNow();
        timer.shutdownNow();
    }
}
