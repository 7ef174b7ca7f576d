package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.gateway.RecordingRoute.Seen;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway halts before and after every step of assembling, delivering, publishing and discarding, on real files. */
@Timeout(120)
class DeliveryCrashTest {

    private static final List<String> KEYS = List.of("overwritten", "put", "failing", "repeated");

    @TempDir
    private Path directory;

    /** What the clients of one life know. */
    private static final class Clients {

        private final Map<String, UploadRef> uploads = new LinkedHashMap<>();
        private final Set<String> succeeded = new HashSet<>();
        private final Set<String> refused = new HashSet<>();
    }

    /** One life: two uploads of one key, a put, a put that the route refuses, and an upload that it takes the second time. */
    private static Clients live(Path home, Halting halting, Delivery route, DeliverySettings settings) {
        Clients clients = new Clients();
        Delivery choosy = object -> {
            route.deliver(object);
            String key = object.info().object().key();
            if (key.equals("failing") || key.equals("repeated") && !object.redelivered()) {
                throw new IOException("no");
            }
        };
        try (Gateway gateway = new Gateway(home, halting.around(choosy), settings, halting::around)) {
            List<Runnable> script = List.of(() -> complete(gateway, clients, halting, "overwritten", "first"),
                () -> ask(clients, halting, "put", () -> gateway.put("put", "put")),
                () -> complete(gateway, clients, halting, "overwritten", "second"),
                () -> ask(clients, halting, "failing", () -> gateway.put("failing", "failing")),
                () -> complete(gateway, clients, halting, "repeated", "repeated"),
                () -> ask(clients, halting, "repeated", () -> gateway.complete(clients.uploads.get("repeated"))));
            script.stream().takeWhile(step -> !halting.isDead()).forEach(Runnable::run);
            for (String key : KEYS) {
                assertVisibleOnlyIfRouted(gateway, key, (RecordingRoute) route);
            }
        }
        return clients;
    }

    private static void complete(Gateway gateway, Clients clients, Halting halting, String key, String text) {
        Throwable failure = catchThrowable(() -> clients.uploads.put(text, gateway.upload(key, text)));
        if (failure == null) {
            ask(clients, halting, text, () -> gateway.complete(clients.uploads.get(text)));
        } else {
            assertThat(halting.isDead()).as("an upload that was not opened: " + failure).isTrue();
        }
    }

    /** An answer after the end of the process never reaches the client. */
    private static void ask(Clients clients, Halting halting, String text, Runnable call) {
        Throwable failure = catchThrowable(call::run);
        if (failure == null) {
            clients.succeeded.add(text);
        } else if (!halting.isDead()) {
            clients.refused.add(text);
        }
    }

    private static void assertVisibleOnlyIfRouted(Gateway gateway, String key, RecordingRoute route) {
        String visible = Gateway.read(gateway.disk(), key);
        if (visible != null) {
            assertThat(route.texts()).contains(visible);
        }
    }

    private static RecordingRoute restart(Path home, Clients clients, DeliverySettings settings) {
        RecordingRoute route = new RecordingRoute();
        try (Gateway gateway = Gateway.open(home, route, settings)) {
            Awaitility.with().pollInterval(Duration.ofMillis(2)).await().until(() -> gateway.store().backlog() == 0);
            boolean kept = settings.afterDelivery() == AfterDelivery.KEEP;
            clients.uploads.forEach((text, upload) -> {
                assertThat(gateway.complete(upload).size()).as(text).isEqualTo(text.length());
                clients.succeeded.add(text);
            });
            for (String text : clients.succeeded) {
                String key = text.equals("first") || text.equals("second") ? "overwritten" : text;
                String expected = text.equals("first") && clients.uploads.containsKey("second") ? "second" : text;
                assertThat(gateway.read(key)).isEqualTo(kept ? expected : null);
            }
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
        }
        return route;
    }

    private static void assertPromises(Clients clients, RecordingRoute before, RecordingRoute after) {
        List<Seen> all = new ArrayList<>(before.seen());
        all.addAll(after.seen());
        for (String text : clients.succeeded) {
            assertThat(all).extracting(Seen::text).contains(text);
        }
        clients.refused.stream().filter(text -> !clients.uploads.containsKey(text))
            .forEach(text -> assertThat(after.texts()).as("a put that was refused does not come back").doesNotContain(text));
        clients.uploads.keySet().forEach(text -> assertThat(all.stream().filter(s -> s.text().equals(text)).map(Seen::id).distinct())
            .as("one delivery id for " + text).hasSize(1));
    }

    private int stepsOfALife(DeliverySettings settings) throws IOException {
        Halting never = Halting.never();
        Clients clients = live(Files.createDirectory(directory.resolve("dry")), never, new RecordingRoute(), settings);
        assertThat(clients.succeeded).containsExactlyInAnyOrder("first", "put", "second", "repeated");
        assertThat(clients.refused).containsExactlyInAnyOrder("failing", "repeated");
        assertThat(never.steps()).contains("assemble", "open", "deliver", "discard");
        return never.steps().size();
    }

    @ParameterizedTest
    @EnumSource(AfterDelivery.class)
    void theRouteSeesEverythingAtLeastOnceWhereverTheGatewayHalts(AfterDelivery fate) throws IOException {
        DeliverySettings settings = PATIENT.withAfterDelivery(fate);
        int steps = stepsOfALife(settings);
        assertThat(steps).isGreaterThan(30);
        for (int step = 0; step < 2 * steps; step++) {
            Path home = Files.createDirectory(directory.resolve("life " + step));
            Halting halting = Halting.at(step / 2, step % 2 == 1);
            RecordingRoute before = new RecordingRoute();
            Clients clients = live(home, halting, before, settings);
            assertThat(halting.isDead()).isTrue();
            Set<String> acknowledged = Set.copyOf(clients.succeeded);
            assertThat(before.texts()).as("success only after the route").containsAll(acknowledged);
            RecordingRoute after = restart(home, clients, settings);
            assertPromises(clients, before, after);
        }
    }

    @ParameterizedTest
    @EnumSource(AfterDelivery.class)
    void aGatewayThatHaltsAgainWhileRedeliveringLosesNothing(AfterDelivery fate) throws IOException {
        DeliverySettings settings = PATIENT.withAfterDelivery(fate);
        for (int step = 0; step < 2 * 8; step++) {
            Path home = Files.createDirectory(directory.resolve("life " + step));
            Halting first = Halting.never();
            RecordingRoute route = new RecordingRoute().failing(new IOException("no"), new IOException("no"));
            UploadRef upload;
            try (Gateway gateway = new Gateway(home, first.around(route), settings, first::around)) {
                upload = gateway.upload("a", "first");
                assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.INTERNAL);
                UploadRef other = gateway.upload("b", "second");
                assertThat(failure(() -> gateway.complete(other)).kind()).isEqualTo(Failure.INTERNAL);
            }
            Halting second = Halting.at(step / 2, step % 2 == 1);
            try (Gateway gateway = new Gateway(home, second.around(route), settings, second::around)) {
                Awaitility.with().pollInterval(Duration.ofMillis(2)).await().until(() -> second.isDead() || gateway.store().backlog() == 0);
            }
            assertThat(second.isDead()).isTrue();
            try (Gateway gateway = Gateway.open(home, route, settings)) {
                Awaitility.with().pollInterval(Duration.ofMillis(2)).await().until(() -> gateway.store().backlog() == 0);
                assertThat(gateway.complete(upload).size()).isEqualTo(5);
                assertThat(gateway.read("b")).isEqualTo(fate == AfterDelivery.KEEP ? "second" : null);
            }
            assertThat(route.texts().stream().skip(2)).contains("first", "second");
        }
    }
}
