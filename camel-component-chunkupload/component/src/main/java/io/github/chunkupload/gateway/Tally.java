package io.github.chunkupload.gateway;

import io.github.chunkupload.store.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private final Recent<Fault> refusals = new Recent<>();
    private final Recent<Arrival> arrivals = new Recent<>();
    private volatile Fault lastFault;

    /**
     * An object that was delivered.
     *
     * @param time when
     * @param object its name
     * @param size its bytes
     */
    public record Arrival(Instant time, ObjectRef object, long size) {
    }

    /**
     * A request that did not get what it asked for.
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
        if (!request.isRefused()) {
            return;
        }
        refused.increment();
        Fault fault = new Fault(Instant.now(), request);
        refusals.add(fault);
        if (request.isFault()) {
            lastFault = fault;
        }
    }

    /** Notes an object that the route has taken. */
    public void arrived(ObjectRef object, long size) {
        arrivals.add(new Arrival(Instant.now(), object, size));
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

    /** Returns the last requests that did not get what they asked for, the latest first. */
    public List<Fault> refusals() {
        return refusals.list();
    }

    /** Returns the objects delivered last, the latest first. */
    public List<Arrival> arrivals() {
        return arrivals.list();
    }

    /** Returns the last request that the gateway itself failed. */
    public Optional<Fault> lastFault() {
        return Optional.ofNullable(lastFault);
    }
}
