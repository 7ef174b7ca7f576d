package io.github.chunkupload.component;

import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether a gateway can take objects: down when its store cannot be written or has less space than it should, and when it relays calls and
 * none of its protocols fits the store behind, or that did not answer within the last minute; up with a message when more
 * objects wait for the route than should, or when some are damaged, because a gateway taken out of service delivers none of them sooner
 * and heals none. A check of readiness and not of liveness: starting the process anew makes no disk larger.
 */
final class GatewayHealthCheck extends RegisteredHealthCheck {

    private static final String PREFIX = "chunkupload-gateway-";

    private final GatewayStatus gateway;
    private final long leastSpace;
    private final int mostWaiting;

    /**
     * Makes the check of one gateway.
     *
     * @param leastSpace bytes; with less it is down
     * @param mostWaiting objects; of more in the outbox it warns
     */
    GatewayHealthCheck(GatewayStatus gateway, long leastSpace, int mostWaiting) {
        super(PREFIX + gateway.route());
        this.gateway = gateway;
        this.leastSpace = leastSpace;
        this.mostWaiting = mostWaiting;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).up();
        int waiting = gateway.outboxBacklog();
        int damaged = gateway.damaged();
        result.detail("route.id", gateway.route()).detail("chunkupload.outbox", waiting)
            .detail("chunkupload.requests", gateway.requestsInWork()).detail("chunkupload.damaged", damaged);
        List<String> warnings = new ArrayList<>();
        if (waiting > mostWaiting) {
            warnings.add(waiting + " objects wait for the route, which are more than " + mostWaiting);
        }
        if (damaged > 0) {
            warnings.add(damaged + " objects are damaged: the log and JMX name them");
        }
        warnings.addAll(gateway.refusals());
        if (!warnings.isEmpty()) {
            result.message(String.join("; ", warnings));
        }
        if (gateway.isUseless()) {
            result.down();
        } else {
            store(gateway.vitals(), result);
        }
        return result.build();
    }

    private void store(Vitals store, HealthCheckResultBuilder result) {
        try {
            result.detail("chunkupload.uploads", gateway.uploadsOpen());
            long space = store.usableSpace();
            if (space < Long.MAX_VALUE) {
                result.detail("chunkupload.space", space);
            }
            if (space < leastSpace) {
                result.down().message("The disk of the store has " + space + " bytes left, which are less than " + leastSpace);
                return;
            }
            store.probe();
        } catch (UploadException e) {
            String what = gateway.relays().isEmpty() ? "The store cannot be written: " : "The store behind the route does not answer: ";
            result.down().message(what + e.getMessage()).error(e);
        }
    }
}
