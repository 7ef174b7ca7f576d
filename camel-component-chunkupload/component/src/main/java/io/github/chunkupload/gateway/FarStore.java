package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Vitals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store elsewhere, and what a gateway knows of it by what it passes on: how far the uploads are of which it passed something on since it
 * was started and that have not ended through it, the latest 10,000, and whether the store answered. It asks the store nothing by
 * itself. Thread-safe.
 */
public final class FarStore extends ForwardingStore implements Vitals {

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Set<Failure> LOST = EnumSet.of(Failure.CONNECTION, Failure.UNAVAILABLE, Failure.INTERNAL);

    private final Clock clock;
    private final Map<UploadRef, Passing> open = new LinkedHashMap<>();
    private volatile Optional<Lost> lost = Optional.empty();

    /** An upload that goes on; its parts by number, or by offset where they have none. */
    private record Passing(Instant begun, OptionalLong size, Map<Long, Long> parts) {

        private UploadProgress progress(UploadRef upload) {
            return new UploadProgress(upload, begun, parts.values().stream().mapToLong(Long::longValue).sum(), size);
        }
    }

    private record Lost(Instant time, UploadException failure) {
    }

    /** Makes one of {@code store}. */
    public FarStore(ObjectStore store, Clock clock) {
        super(store);
        this.clock = clock;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        Admission admission = told(() -> super.initiate(request));
        if (admission instanceof Admission.Open opened) {
            begun(opened.upload(), request.size());
        }
        return admission;
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        PartReceipt receipt = ending(upload, () -> super.putPart(upload, slot, body, checks, access));
        if (receipt.finished().isPresent()) {
            ended(upload);
        } else {
            stored(upload, slot, receipt.slot().length());
        }
        return receipt;
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        ObjectReceipt receipt = ending(upload, () -> super.complete(upload, completion));
        ended(upload);
        return receipt;
    }

    @Override
    public void abort(UploadRef upload) {
        ending(upload, () -> {
            super.abort(upload);
            return true;
        });
        ended(upload);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return told(() -> super.put(request, body, checks));
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return told(() -> super.head(object, access));
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        return told(() -> super.get(object, range, access));
    }

    /** Learns from the answer whether the store can be reached. */
    private <T> T told(Supplier<T> call) {
        try {
            T answer = call.get();
            lost = Optional.empty();
            return answer;
        } catch (UploadException e) {
            lost = LOST.contains(e.kind()) ? Optional.of(new Lost(clock.instant(), e)) : Optional.empty();
            throw e;
        }
    }

    /** Learns also that an upload is no more. */
    private <T> T ending(UploadRef upload, Supplier<T> call) {
        try {
            return told(call);
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD) {
                ended(upload);
            }
            throw e;
        }
    }

    private synchronized Passing begun(UploadRef upload, OptionalLong size) {
        if (open.size() == MOST) {
            open.remove(open.keySet().iterator().next());
        }
        return open.computeIfAbsent(upload, any -> new Passing(clock.instant(), size, new HashMap<>()));
    }

    private synchronized void stored(UploadRef upload, PartSlot slot, long bytes) {
        Passing passing = open.get(upload);
        (passing == null ? begun(upload, OptionalLong.empty()) : passing).parts()
            .put(slot.index() >= 0 ? slot.index() : slot.offset(), bytes);
    }

    private synchronized void ended(UploadRef upload) {
        open.remove(upload);
    }

    @Override
    public synchronized int openUploads(Predicate<String> which) {
        return (int) open.keySet().stream().filter(upload -> which.test(upload.object().bucket())).count();
    }

    @Override
    public synchronized List<UploadProgress> progress(Predicate<String> which, int most) {
        List<UploadProgress> all = new ArrayList<>();
        open.forEach((upload, passing) -> {
            if (which.test(upload.object().bucket())) {
                all.add(passing.progress(upload));
            }
        });
        Collections.reverse(all);
        return all.subList(0, Math.min(most, all.size()));
    }

    /** Returns {@link Long#MAX_VALUE}: nobody here knows. */
    @Override
    public long usableSpace() {
        return Long.MAX_VALUE;
    }

    /**
     * Tells whether the store answered when something was passed on last. A failure counts for a minute: where nothing is passed on any
     * more because of it, something has to be tried.
     *
     * @throws UploadException that failure
     */
    @Override
    public void probe() {
        lost.filter(last -> last.time().plus(REMEMBERED).isAfter(clock.instant())).ifPresent(last -> {
            throw last.failure();
        });
    }
}
