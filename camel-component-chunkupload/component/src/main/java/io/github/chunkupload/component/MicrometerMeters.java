package io.github.chunkupload.component;

import io.github.chunkupload.gateway.AnsweredRequest;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/**
 * Meters of Micrometer, all named {@code chunkupload.…}; docs/operations.md lists them. No tag has a value that a client may choose. The
 * only class that links to Micrometer: where that is not on the class path, its use is a {@link NoClassDefFoundError}.
 */
final class MicrometerMeters implements Meters {

    /** The name under which Camel's own components look for the registry first. */
    private static final String USUAL_NAME = "metricsRegistry";

    private static final String PROTOCOL = "protocol";
    private static final String WITHOUT = "none";
    private static final String BYTES = "bytes";

    private final MeterRegistry registry;
    private final Timer fsync;

    private MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.fsync = Timer.builder("chunkupload.disk.fsync").description("Forcing a file or directory to the disk").register(registry);
    }

    /** Returns the meters of a context, of none where it has no registry of meters. */
    static Meters in(CamelContext context) {
        Collection<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        Optional<MeterRegistry> registry =
            Optional.ofNullable(context.getRegistry().lookupByNameAndType(USUAL_NAME, MeterRegistry.class))
                .or(() -> all.stream().filter(CompositeMeterRegistry.class::isInstance).findFirst())
                .or(() -> all.stream().findFirst());
        return registry.<Meters>map(MicrometerMeters::new).orElse(Meters.NONE);
    }

    @Override
    public void answered(AnsweredRequest request) {
        Tags protocol = Tags.of(PROTOCOL, request.protocol().isEmpty() ? WITHOUT : request.protocol());
        Timer.builder("chunkupload.gateway.requests").description("Requests, from their head to the end of their reply")
            .tags(protocol).tag("status", String.valueOf(request.status()))
            .tag("failure", request.failure().map(Enum::name).orElse(WITHOUT)).register(registry).record(request.took());
        counter("chunkupload.gateway.received", "Bytes of bodies read", BYTES, protocol).increment(request.bytesIn());
        counter("chunkupload.gateway.sent", "Bytes of bodies sent", BYTES, protocol).increment(request.bytesOut());
    }

    @Override
    public void partStored(String protocol, long bytes, Duration took) {
        Timer.builder("chunkupload.gateway.parts").description("Parts stored, from their admission to their confirmation")
            .tag(PROTOCOL, protocol).register(registry).record(took);
    }

    @Override
    public void forced(long nanos) {
        fsync.record(Duration.ofNanos(nanos));
    }

    @Override
    public Watch watch(GatewayStatus gateway) {
        List<Meter> gauges = List.of(
            gauge("chunkupload.gateway.active", "Requests in work", "requests", gateway, GatewayStatus::requestsInWork),
            gauge("chunkupload.gateway.uploads", "Uploads open", "uploads", gateway, GatewayStatus::uploadsOpen),
            gauge("chunkupload.gateway.outbox", "Objects that wait to be delivered", "objects", gateway, GatewayStatus::outboxBacklog),
            gauge("chunkupload.gateway.space", "Bytes that could still be stored", BYTES, gateway, GatewayStatus::usableSpace),
            gauge("chunkupload.gateway.scrubbed", "Objects read again in the pass under way, or the last one", "objects", gateway,
                GatewayStatus::objectsScrubbed),
            gauge("chunkupload.gateway.damaged", "Objects that are damaged", "objects", gateway, GatewayStatus::damaged));
        return () -> gauges.forEach(registry::remove);
    }

    private Meter gauge(String name, String description, String unit, GatewayStatus of, ToDoubleFunction<GatewayStatus> value) {
        return Gauge.builder(name, of, value).description(description).baseUnit(unit).tag("route", of.route()).register(registry);
    }

    private Counter counter(String name, String description, String unit, Tags tags) {
        return Counter.builder(name).description(description).baseUnit(unit).tags(tags).register(registry);
    }

    @Override
    public TransferListener transfer(String protocol, String bucket) {
        Tags tags = Tags.of(PROTOCOL, protocol, "bucket", bucket);
        return new TransferListener() {

            @Override
            public void partSent(PartSlot slot, long bytes, long total) {
                counter("chunkupload.producer.parts", "Parts that the store has confirmed", "parts", tags).increment();
                counter("chunkupload.producer.sent", "Bytes of those parts", BYTES, tags).increment(bytes);
            }

            @Override
            public void retried(String what, int attempt, UploadException cause) {
                counter("chunkupload.producer.retries", "Requests tried again", "requests", tags.and("failure", cause.kind().name()))
                    .increment();
            }

            @Override
            public void completed(TransferResult result) {
                ended(WITHOUT);
            }

            @Override
            public void failed(UploadException cause) {
                ended(cause.kind().name());
            }

            private void ended(String failure) {
                counter("chunkupload.producer.uploads", "Uploads ended", "uploads", tags.and("failure", failure)).increment();
            }
        };
    }
}
