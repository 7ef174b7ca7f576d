package io.github.chunkupload.faults;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** One transfer of a file: how it ended, which parts the store confirmed, and what went wrong on the way. */
final class Attempt implements TransferListener {

    private final Set<Integer> confirmed = new ConcurrentSkipListSet<>();
    private final List<UploadException> retried = new CopyOnWriteArrayList<>();
    private UploadException failure;

    /** Makes the attempt; anything but an {@link UploadException} goes through. */
    static Attempt make(Transfer transfer, ObjectRef object, Path file) throws IOException {
        Attempt attempt = new Attempt();
        try (Source source = Source.of(file)) {
            transfer.upload(UploadRequest.of(object), source, attempt);
        } catch (UploadException e) {
            attempt.failure = e;
        }
        return attempt;
    }

    @Override
    public void partSent(PartSlot slot, long bytes, long total) {
        confirmed.add(WatchedStore.number(slot));
    }

    @Override
    public void retried(String what, int attempt, UploadException cause) {
        retried.add(cause);
    }

    /** Returns the numbers of the parts that were confirmed. */
    Set<Integer> confirmed() {
        return confirmed;
    }

    /** Returns the errors after which something was tried again. */
    List<UploadException> retried() {
        return retried;
    }

    /** Returns what the transfer failed with; empty: it says that the object is there. */
    Optional<UploadException> failure() {
        return Optional.ofNullable(failure);
    }

    Failure kind() {
        return failure == null ? null : failure.kind();
    }
}
