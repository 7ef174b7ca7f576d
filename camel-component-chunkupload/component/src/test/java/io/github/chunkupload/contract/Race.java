package io.github.chunkupload.contract;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs calls from several threads. */
final class Race {

    /** How one call ended: a value, or a named failure; anything else fails the test. */
    record Outcome<T>(Optional<T> value, Optional<UploadException> failure) {

        /** What went wrong; null when nothing did. */
        Failure kind() {
            return failure.map(UploadException::kind).orElse(null);
        }
    }

    private Race() {
    }

    /** Runs the calls on {@code threads} threads; any failure fails the test. */
    static <T> List<T> run(int threads, List<Callable<T>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> values = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(calls)) {
                values.add(future.get());
            }
            return values;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Starts all calls at the same moment and returns how each ended. */
    static <T> List<Outcome<T>> start(List<Callable<T>> calls) throws Exception {
        CyclicBarrier line = new CyclicBarrier(calls.size());
        List<Callable<Outcome<T>>> racers = new ArrayList<>();
        for (Callable<T> call : calls) {
            racers.add(() -> {
                line.await(30, TimeUnit.SECONDS);
                return outcome(call);
            });
        }
        return run(calls.size(), racers);
    }

    /** Waits for a call that runs elsewhere. */
    static <T> T join(Future<T> future) throws Throwable {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("The call did not end within 30 seconds", e);
        }
    }

    /** Makes a call that may be refused by name. */
    static <T> Outcome<T> outcome(Callable<T> call) throws Exception {
        try {
            return new Outcome<>(Optional.of(call.call()), Optional.empty());
        } catch (UploadException e) {
            return new Outcome<>(Optional.empty(), Optional.of(e));
        }
    }
}
