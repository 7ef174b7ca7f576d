package io.github.chunkupload.faults;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.TransferListener;
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
    static Attempt make(Sending sending, ObjectRef object, Path file, RetryPolicy retry) throws Exception {
        Attempt attempt = new Attempt();
        try {
            sending.send(new Sending.Errand(object, file, retry, attempt));
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
