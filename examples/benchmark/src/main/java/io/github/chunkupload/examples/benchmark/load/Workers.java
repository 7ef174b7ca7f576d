package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to a receiver, each with a thread that works on it. */
final class Workers implements AutoCloseable {

    private final List<Line> lines = new ArrayList<>();
    private final ExecutorService pool;

    /** One thing to do on a connection. */
    @FunctionalInterface
    interface Job {

        void on(Line line, int number) throws IOException;
    }

    Workers(int connections, int port) throws IOException {
        pool = Executors.newFixedThreadPool(connections);
        for (int line = 0; line < connections; line++) {
            lines.add(new Line(port));
        }
    }

    /** Does a job for each number below {@code count}, as many at once as there are connections, and returns when all are done. */
    void run(int count, Job job) throws InterruptedException, IOException {
        AtomicInteger next = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (Line line : lines) {
            work.add(() -> {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    job.on(line, number);
                }
                return null;
            });
        }
        for (Future<Void> each : pool.invokeAll(work)) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IOException("A request failed", e.getCause());
            }
        }
    }

    @Override
    public void close() throws IOException {
        pool.shutdownNow();
        for (Line line : lines) {
            line.close();
        }
    }
}
