package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsTest {

    @TempDir
    Path directory;

    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory).receive("", exchange -> {
            waiting.incrementAndGet();
            open.await(30, TimeUnit.SECONDS);
        });
    }

    @AfterEach
    void stop() {
        open.countDown();
        node.close();
    }

    private AsyncProducer producer(String options) throws Exception {
        AsyncProducer producer = node.context().getEndpoint(node.to("&operation=putObject" + options)).createAsyncProducer();
        producer.start();
        return producer;
    }

    private Exchange exchange(String key) {
        Exchange exchange = new DefaultExchange(node.context());
        exchange.getMessage().setBody("x");
        exchange.getMessage().setHeader(ChunkUploadConstants.KEY, key);
        return exchange;
    }

    @Test
    void asManyExchangesAsAllowedGoOnAsideAndTheNextHoldsItsCaller() throws Exception {
        try (AsyncProducer producer = producer("&parallelUploads=2")) {
            assertThat(producer.process(exchange("1"), done -> { })).isFalse();
            assertThat(producer.process(exchange("2"), done -> { })).isFalse();
            await().until(() -> waiting.get() == 2);
            CompletableFuture<Boolean> third = CompletableFuture.supplyAsync(() -> producer.process(exchange("3"), done -> { }));
            await().until(() -> waiting.get() == 3);
            assertThat(third).isNotDone();

            open.countDown();

            assertThat(third.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTransactedOrSynchronousExchangeIsDoneByItsCaller() throws Exception {
        open.countDown();
        Exchange transacted = exchange("t");
        transacted.getExchangeExtension().setTransacted(true);
        try (AsyncProducer plain = producer(""); AsyncProducer synchronous = producer("&synchronous=true");
                AsyncProducer none = producer("&parallelUploads=0")) {
            assertThat(plain.process(transacted, done -> { })).isTrue();
            assertThat(synchronous.process(exchange("s"), done -> { })).isTrue();
            assertThat(none.process(exchange("n"), done -> { })).isTrue();
        }
    }

    @Test
    void manyUploadsInPartsThroughNarrowPoolsAllEnd() throws Exception {
        open.countDown();
        String uri = node.to("&parallelUploads=1&parallelParts=1&partSize=1MB").replace("operation=putObject&", "");
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(
            () -> node.send(uri, new byte[2_500_000], Map.of(ChunkUploadConstants.KEY, "k" + i)))).toList();

        for (CompletableFuture<Exchange> each : sent) {
            assertThat(each.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
    }
}
