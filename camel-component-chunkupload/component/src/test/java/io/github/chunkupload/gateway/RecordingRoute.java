package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A route that notes what it is given, fails when told to, and can be held at its gate. */
final class RecordingRoute implements Delivery {

    /** One object as the route saw it. */
    record Seen(String id, boolean redelivered, String key, String text, Delivered object) {
    }

    private final List<Seen> seen = new ArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private int running;
    private int mostRunning;

    @Override
    public void deliver(Delivered object) throws Exception {
        note(object);
        try {
            assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            Exception failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
        } finally {
            left();
        }
    }

    private synchronized void note(Delivered object) throws IOException {
        String text;
        try (InputStream in = object.body().open()) {
            text = new String(in.readAllBytes());
        }
        assertThat(object.file()).hasValueSatisfying(file -> assertThat(file).hasContent(text));
        assertThat(Files.size(object.file().orElseThrow())).isEqualTo(object.info().size());
        seen.add(new Seen(object.deliveryId(), object.redelivered(), object.info().object().key(), text, object));
        mostRunning = Math.max(mostRunning, ++running);
        arrivals.release();
    }

    private synchronized void left() {
        running--;
    }

    /** Lets the next attempts fail, one for each exception. */
    RecordingRoute failing(Exception... exceptions) {
        failures.addAll(List.of(exceptions));
        return this;
    }

    /** Holds those that arrive from now on until {@link #release}. */
    RecordingRoute hold() {
        gate = new CountDownLatch(1);
        return this;
    }

    void release() {
        gate.countDown();
    }

    /** Waits until one more object has arrived. */
    void awaitArrival() throws InterruptedException {
        assertThat(arrivals.tryAcquire(30, TimeUnit.SECONDS)).as("an object arrived").isTrue();
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<String> texts() {
        return seen().stream().map(Seen::text).toList();
    }

    synchronized int mostAtOnce() {
        return mostRunning;
    }
}
