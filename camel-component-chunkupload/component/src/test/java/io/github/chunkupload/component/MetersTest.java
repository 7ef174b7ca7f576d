package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Meters where there is Micrometer and a registry, and none, without any error, where there is not. */
@Timeout(60)
class MetersTest {

    private static final int MB = 1 << 20;

    @TempDir
    private Path directory;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private Node node() throws Exception {
        Node node = new Node(directory);
        node.context().getRegistry().bind("anyName", registry);
        return node;
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    private List<String> names() {
        return registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).distinct().sorted().toList();
    }

    @Test
    void aGatewayAndItsClientAreMeasured() throws Exception {
        try (Node node = node()) {
            node.receive("", exchange -> { });
            Path file = Files.write(directory.resolve("file"), new byte[3 * MB]);
            node.call(node.to("&key=a&partSize=1MB"), file.toFile(), Map.of());
            node.call(node.to("&operation=initiate&key=open"), "", Map.of());
            node.send(node.to("&operation=headObject&key=none&maxAttempts=1"), null, Map.of());

            await().untilAsserted(() -> assertThat(
                value("chunkupload.gateway.requests", "protocol", "cos", "status", "404", "failure", "NO_SUCH_OBJECT")).isEqualTo(1));
            assertThat(value("chunkupload.gateway.requests", "protocol", "cos", "status", "200", "failure", "none")).isGreaterThan(3);
            assertThat(value("chunkupload.gateway.received", "protocol", "cos")).isGreaterThanOrEqualTo(3 * MB);
            assertThat(value("chunkupload.gateway.sent", "protocol", "cos")).isPositive();
            assertThat(value("chunkupload.gateway.parts", "protocol", "cos")).isEqualTo(3);
            assertThat(value("chunkupload.gateway.uploads", "route", "gateway")).isEqualTo(1);
            assertThat(value("chunkupload.gateway.active", "route", "gateway")).isZero();
            assertThat(value("chunkupload.gateway.outbox", "route", "gateway")).isZero();
            assertThat(value("chunkupload.gateway.space", "route", "gateway")).isPositive();
            assertThat(value("chunkupload.disk.fsync")).isGreaterThan(6);
            assertThat(value("chunkupload.producer.parts", "protocol", "cos", "bucket", Node.BUCKET)).isEqualTo(3);
            assertThat(value("chunkupload.producer.sent", "protocol", "cos", "bucket", Node.BUCKET)).isEqualTo(3 * MB);
            assertThat(value("chunkupload.producer.uploads", "protocol", "cos", "failure", "none")).isEqualTo(1);

            node.context().getRouteController().stopRoute("gateway");
            assertThat(names()).noneMatch(name -> name.startsWith("chunkupload.gateway.uploads"));
        }
    }

    @Test
    void retriesAreMeasuredWithTheirCause() throws Exception {
        try (StoreServer store = new StoreServer(directory.resolve("store")); Node node = node()) {
            int[] refused = {0};
            store.line(call -> StoreServer.isPart(call) && refused[0]++ < 1 ? StoreServer.reply(503) : Optional.empty());
            node.call(store.to(directory, "&key=a"), new byte[2 * StoreServer.PART], Map.of());
            assertThat(registry.get("chunkupload.producer.retries").tags("protocol", "cos").counter().count()).isPositive();
        }
    }

    @Test
    void everyMeterIsInTheManual() throws Exception {
        aGatewayAndItsClientAreMeasured();
        String manual = Files.readString(Path.of("../docs/operations.md"));
        assertThat(names()).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    }

    @Test
    void withoutARegistryNothingIsMeasured() throws Exception {
        try (Node node = new Node(directory)) {
            assertThat(Meters.of(node.context())).isSameAs(Meters.NONE);
        }
    }

    /** As a program without Micrometer sees the component: all its classes anew, and none of Micrometer's. */
    private static final class WithoutMicrometer extends ClassLoader {

        WithoutMicrometer() {
            super(MetersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.micrometer.")) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null && name.startsWith("io.github.chunkupload.") ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Receives and sends an object. */
    static final class Program implements Callable<String> {

        private final Path directory;

        Program(Path directory) {
            this.directory = directory;
        }

        @Override
        public String call() throws Exception {
            StringBuilder received = new StringBuilder();
            try (Node node = new Node(directory)) {
                node.context().addComponent("chunkupload", new ChunkUploadComponent());
                node.receive("", exchange -> received.append(exchange.getMessage().getBody(String.class)));
                node.call(node.to("&key=a"), "hello", Map.of());
                received.append(Meters.of(node.context()) == Meters.NONE);
            }
            return received.toString();
        }
    }

    @Test
    void withoutMicrometerOnTheClassPathEverythingElseWorks() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        WithoutMicrometer loader = new WithoutMicrometer();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Constructor<?> constructor = loader.loadClass(Program.class.getName()).getDeclaredConstructor(Path.class);
            constructor.setAccessible(true);
            Object program = constructor.newInstance(directory);
            assertThat(program.getClass().getClassLoader()).isSameAs(loader);
            assertThat(((Callable<?>) program).call()).isEqualTo("hellotrue");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
