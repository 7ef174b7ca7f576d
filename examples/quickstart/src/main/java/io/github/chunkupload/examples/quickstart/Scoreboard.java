package io.github.chunkupload.examples.quickstart;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import io.github.chunkupload.transfer.TransferResult;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Follows every upload and keeps how it ended. Thread-safe. */
final class Scoreboard implements TransferListeners {

    private final Map<String, TransferResult> results = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final ProgressLines lines;
    private final CountDownLatch ended;

    Scoreboard(ProgressLines lines, CountDownLatch ended) {
        this.lines = lines;
        this.ended = ended;
    }

    @Override
    public TransferListener listen(ObjectRef object, OptionalLong size) {
        return new TransferListener() {
            @Override
            public void partSent(PartSlot slot, long bytes, long total) {
                lines.progress(object.key(), total, size.orElse(total));
            }

            @Override
            public void completed(TransferResult result) {
                lines.ended(object.key(), "done");
                results.put(object.key(), result);
                ended.countDown();
            }
        };
    }

    void failed(String key, Exception cause) {
        lines.ended(key, "failed: " + cause.getMessage());
        failures.put(key, String.valueOf(cause.getMessage()));
        ended.countDown();
    }

    Optional<TransferResult> result(String key) {
        return Optional.ofNullable(results.get(key));
    }
}
