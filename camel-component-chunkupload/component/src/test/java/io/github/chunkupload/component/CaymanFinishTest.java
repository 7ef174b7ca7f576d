package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A protocol that names an upload by its object alone, and whose client does not know whether its finish was heard. */
@Timeout(60)
class CaymanFinishTest {

    private static final String OPTIONS = "&completeTimeout=1";

    @TempDir
    private Path directory;

    private static void begin(Node node) throws Exception {
        node.call(node.to("&key=k&operation=initiate"), null, Map.of());
        node.call(node.to("&key=k&operation=uploadPart"), "hello",
            Map.of(ChunkUploadConstants.UPLOAD_ID, "", ChunkUploadConstants.OFFSET, 0));
    }

    private static Exchange finish(Node node) {
        return node.send(node.to("&key=k&operation=complete&maxAttempts=1"), null, Map.of(ChunkUploadConstants.UPLOAD_ID, ""));
    }

    @Test
    void aFinishThatIsRepeatedAfterARestartJoinsTheDelivery() throws Exception {
        try (Node node = new Node(directory, "cayman")) {
            node.receive(OPTIONS, exchange -> {
                throw new IllegalStateException("the route is not well");
            });
            begin(node);
            assertThat(finish(node).getException()).isNotNull();
        }
        CountDownLatch release = new CountDownLatch(1);
        try (Node node = new Node(directory, "cayman")) {
            node.receive(OPTIONS, exchange -> release.await());

            assertThat(finish(node).getException(UploadException.class).kind()).isEqualTo(Failure.PENDING);

            release.countDown();
            await().until(() -> finish(node).getException() == null);
            assertThat(node.call(node.to("&key=k&operation=headObject"), null, Map.of()).getMessage()
                .getHeader(ChunkUploadConstants.SIZE)).isEqualTo(5L);
        }
    }

    @Test
    void aFinishThatIsRepeatedAfterARestartIsAnsweredAlsoWhenTheObjectWentWithItsDelivery() throws Exception {
        AtomicInteger deliveries = new AtomicInteger();
        for (int life = 0; life < 2; life++) {
            try (Node node = new Node(directory, "cayman")) {
                node.receive("&afterDelivery=delete", exchange -> deliveries.incrementAndGet());
                if (life == 0) {
                    begin(node);
                }
                assertThat(finish(node).getException()).isNull();
            }
        }
        assertThat(deliveries).hasValue(1);
    }
}
