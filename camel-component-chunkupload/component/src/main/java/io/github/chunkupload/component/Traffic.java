package io.github.chunkupload.component;

import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferResult;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the producers of one endpoint did. Thread-safe. */
final class Traffic implements TransferListener {

    private final LongAdder parts = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile String lastError = "";

    @Override
    public void partSent(PartSlot slot, long count, long total) {
        parts.increment();
        bytes.add(count);
    }

    @Override
    public void retried(String what, int attempt, UploadException cause) {
        retries.increment();
    }

    @Override
    public void completed(TransferResult result) {
        completed.increment();
    }

    @Override
    public void failed(UploadException cause) {
        failed.increment();
        lastError = Instant.now() + " " + cause.kind() + ": " + cause.getMessage();
    }

    long parts() {
        return parts.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long retries() {
        return retries.sum();
    }

    long completed() {
        return completed.sum();
    }

    long failed() {
        return failed.sum();
    }

    String lastError() {
        return lastError;
    }
}
