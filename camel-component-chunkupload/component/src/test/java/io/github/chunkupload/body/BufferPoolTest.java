package io.github.chunkupload.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BufferPoolTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void manyTransfersOverAPoolSmallerThanAllTheirLeastPartsAllEnd() throws Exception {
        BufferPool pool = new BufferPool(1000);
        ExecutorService senders = Executors.newFixedThreadPool(3);
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Future<Integer>> transfers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long part = 100 + i * 20;
            transfers.add(threads.submit(() -> transfer(pool, part, senders, held, most)));
        }
        for (Future<Integer> transfer : transfers) {
            assertThat(transfer.get(20, TimeUnit.SECONDS)).isEqualTo(25);
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1L, 1000L);
        assertThat(pool.free()).isEqualTo(1000);
    }

    private static int transfer(BufferPool pool, long part, ExecutorService senders, AtomicLong held, AtomicLong most) throws Exception {
        int sent = 0;
        List<Future<?>> sending = new ArrayList<>();
        try (BufferPool.Share share = pool.share(part)) {
            for (; sent < 25; sent++) {
                Buffer buffer = share.take(part);
                most.accumulateAndGet(held.addAndGet(part), Math::max);
                sending.add(senders.submit(() -> {
                    held.addAndGet(-part);
                    buffer.close();
                }));
            }
        }
        for (Future<?> one : sending) {
            one.get();
        }
        return sent;
    }

    @Test
    void aTransferGoesOnWithItsOneLeastBufferWhileOthersHoldAllTheRest() throws Exception {
        BufferPool pool = new BufferPool(30);
        try (BufferPool.Share mine = pool.share(10); BufferPool.Share other = pool.share(10)) {
            Buffer first = other.take(10);
            Buffer second = other.take(10);
            for (int i = 0; i < 5; i++) {
                mine.take(10).close();
            }
            first.close();
            second.close();
        }
        assertThat(pool.free()).isEqualTo(30);
    }

    @Test
    void whoAskedFirstIsServedFirstEvenIfItAsksForMore() throws Exception {
        BufferPool pool = new BufferPool(100);
        BufferPool.Share holder = pool.share(100);
        CompletableFuture<BufferPool.Share> large = async(() -> pool.share(80));
        await().until(() -> pool.waiting() == 1);
        CompletableFuture<BufferPool.Share> small = async(() -> pool.share(30));
        await().until(() -> pool.waiting() == 2);
        holder.close();
        large.get(5, TimeUnit.SECONDS);
        assertThat(small).isNotDone();
        large.get().close();
        small.get(5, TimeUnit.SECONDS).close();
    }

    @Test
    void aWaiterThatIsInterruptedLeavesThePoolAsItWas() throws Exception {
        BufferPool pool = new BufferPool(100);
        BufferPool.Share holder = pool.share(100);
        Future<BufferPool.Share> waiting = threads.submit(() -> pool.share(50));
        await().until(() -> pool.waiting() == 1);
        waiting.cancel(true);
        await().until(() -> pool.waiting() == 0);
        holder.close();
        assertThat(pool.free()).isEqualTo(100);
    }

    @Test
    void aBufferThatOutlivesItsShareReturnsItsMemoryItself() throws Exception {
        BufferPool pool = new BufferPool(100);
        BufferPool.Share share = pool.share(60);
        Buffer buffer = share.take(60);
        share.close();
        assertThat(pool.free()).isEqualTo(40);
        buffer.close();
        buffer.close();
        assertThat(pool.free()).isEqualTo(100);
    }

    @Test
    void moreThanTheLeastIsHadAtOnceOrNotAtAll() throws Exception {
        BufferPool pool = new BufferPool(100);
        try (BufferPool.Share share = pool.share(40)) {
            assertThatIllegalArgumentException().isThrownBy(() -> share.take(41));
            Buffer large = share.tryTake(60).orElseThrow();
            assertThat(share.tryTake(61)).isEmpty();
            large.close();
        }
        assertThat(pool.free()).isEqualTo(100);
    }

    @Test
    void aBufferGivesBackWhatTheStreamGaveAsOftenAsAsked() throws Exception {
        byte[] bytes = new byte[900_001];
        new Random(1).nextBytes(bytes);
        BufferPool pool = new BufferPool(2_000_000);
        InputStream stream = new ByteArrayInputStream(bytes);
        try (BufferPool.Share share = pool.share(600_000); Buffer one = share.take(600_000); Buffer two = share.take(600_000)) {
            assertThat(one.fill(stream)).isEqualTo(600_000);
            assertThat(two.fill(stream)).isEqualTo(300_001);
            for (int i = 0; i < 2; i++) {
                assertThat(one.body().open().readAllBytes()).isEqualTo(Arrays.copyOf(bytes, 600_000));
                assertThat(two.body().open().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 600_000, 900_001));
            }
        }
    }

    private <T> CompletableFuture<T> async(Callable<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        threads.submit(() -> {
            try {
                future.complete(call.call());
            } catch (Exception e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
