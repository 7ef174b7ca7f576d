package io.github.chunkupload.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a gateway did since it was started. Thread-safe. */
public final class Tally implements GatewayObserver {

    private final AtomicInteger inWork = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder parts = new LongAdder();
    private volatile Fault lastFault;

    /**
     * A request that the gateway itself failed.
     *
     * @param time when
     * @param request what
     */
    public record Fault(Instant time, AnsweredRequest request) {

        /** Tells time, request id, failure and request, and what was asked. */
        @Override
        public String toString() {
            return time + " " + AccessLog.line(request);
        }
    }

    @Override
    public void began() {
        inWork.incrementAndGet();
    }

    @Override
    public void partStored(String protocol, long bytes, Duration took) {
        parts.increment();
    }

    @Override
    public void answered(AnsweredRequest request) {
        inWork.decrementAndGet();
        requests.increment();
        bytesIn.add(request.bytesIn());
        bytesOut.add(request.bytesOut());
        if (request.isRefused()) {
            refused.increment();
        }
        if (request.isFault()) {
            lastFault = new Fault(Instant.now(), request);
        }
    }

    /** Returns how many requests are being answered. */
    public int inWork() {
        return inWork.get();
    }

    /** Returns how many requests were answered, those refused included. */
    public long requests() {
        return requests.sum();
    }

    /** Returns how many of them did not get what they asked for. */
    public long refused() {
        return refused.sum();
    }

    /** Returns the bytes of bodies read. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Returns the bytes of bodies sent. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Returns how many parts were stored. */
    public long parts() {
        return parts.sum();
    }

    /** Returns the last request that the gateway itself failed. */
    public Optional<Fault> lastFault() {
        return Optional.ofNullable(lastFault);
    }
}
