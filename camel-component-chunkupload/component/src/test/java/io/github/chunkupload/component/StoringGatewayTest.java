package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code receive=none}: a gateway that stores and serves, and calls no route. */
class StoringGatewayTest {

    @TempDir
    Path directory;

    private final AtomicInteger exchanges = new AtomicInteger();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Node receive(String options) throws Exception {
        return node.receive("&receive=none" + options, exchange -> exchanges.incrementAndGet());
    }

    private Message get(String key) throws Exception {
        return node.call(node.to("&operation=getObject&autoCloseBody=false&key=" + key), null, Map.of()).getMessage();
    }

    @Test
    void storesAndServesWhatIsUploadedAndCallsNoRoute() throws Exception {
        receive("");
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("large.bin"), bytes);
        node.call(node.to("&key=large&partSize=1MB"), file.toFile(), Map.of());
        node.call(node.to("&key=small"), "small", Map.of());

        assertThat(get("large").getBody(byte[].class)).isEqualTo(bytes);
        assertThat(get("small").getBody(String.class)).isEqualTo("small");
        assertThat(exchanges).hasValue(0);
    }

    @Test
    void anOptionOfDeliveriesIsRefused() {
        assertThatThrownBy(() -> receive("&afterDelivery=delete")).hasStackTraceContaining(
            "afterDelivery has no meaning with receive=none");
    }

    /** Started again with another option, it must not keep from the route what a client was told will be delivered. */
    @Test
    void doesNotKeepFromARouteWhatWasPromisedToIt() throws Exception {
        Path data = directory.resolve("data-" + Node.BUCKET);
        try (DiskStore store = DiskStore.open(Files.createDirectories(data), DiskSettings.DEFAULT)) {
            store.capability(Staging.class).orElseThrow().assemble(UploadRequest.of(new ObjectRef(Node.BUCKET, "promised")),
                Body.of(new byte[] {1}), Checks.NONE);
        }
        assertThatExceptionOfType(Exception.class).isThrownBy(() -> receive("")).satisfies(e -> {
            UploadException refusal = ObjectHelper.getException(UploadException.class, e);
            assertThat(refusal.kind()).isEqualTo(Failure.CONFLICT);
            assertThat(refusal).hasMessageContaining("1 objects wait to be handed to a route");
        });
        try (Node again = new Node(directory)) {
            again.receive("", exchange -> exchanges.incrementAndGet());
            await().until(() -> exchanges.get() == 1);
        }
    }
}
