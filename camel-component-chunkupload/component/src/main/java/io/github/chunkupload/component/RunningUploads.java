package io.github.chunkupload.component;

import io.github.chunkupload.transfer.TransferControl;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The uploads of one component at this moment. Thread-safe. */
final class RunningUploads {

    /** What an upload is told from outside. */
    @FunctionalInterface
    interface Order {

        void give(TransferControl control);
    }

    private final Set<RunningUpload> running = ConcurrentHashMap.newKeySet();

    void begun(RunningUpload upload) {
        running.add(upload);
    }

    void ended(RunningUpload upload) {
        running.remove(upload);
    }

    List<String> list(Predicate<RunningUpload> which) {
        return running.stream().filter(which).map(RunningUpload::toString).sorted().toList();
    }

    /** Does {@code what} with all that {@code which} names; returns how many those were. */
    int control(Predicate<RunningUpload> which, Order what) {
        List<RunningUpload> all = running.stream().filter(which).toList();
        all.forEach(upload -> what.give(upload.control()));
        return all.size();
    }
}
