package io.github.chunkupload.component;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/** What watches over one gateway as long as it runs: its health check, where the context has such, and its gauges. */
final class Watched implements AutoCloseable {

    private final HealthCheckRegistry checks;
    private final HealthCheck check;
    private final Meters.Watch gauges;

    private Watched(HealthCheckRegistry checks, HealthCheck check, Meters.Watch gauges) {
        this.checks = checks;
        this.check = check;
        this.gauges = gauges;
    }

    static Watched begin(CamelContext context, Meters meters, HealthCheck check, GatewayStatus gateway) {
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        if (checks != null) {
            checks.register(check);
        }
        return new Watched(checks, check, meters.watch(gateway));
    }

    @Override
    public void close() {
        if (checks != null) {
            checks.unregister(check);
        }
        gauges.close();
    }
}
