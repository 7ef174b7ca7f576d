package io.github.chunkupload.component;

import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether a gateway can take objects: down when its store cannot be written or has less space than it should; up with a message when more
 * objects wait for the route than should, or when some are damaged, because a gateway taken out of service delivers none of them sooner
 * and heals none. A check of readiness and not of liveness: starting the process anew makes no disk larger.
 */
final class GatewayHealthCheck implements HealthCheck {

    private static final String PREFIX = "chunkupload-gateway-";

    private final GatewayStatus gateway;
    private final long leastSpace;
    private final int mostWaiting;
    private boolean enabled = true;

    /**
     * Makes the check of one gateway.
     *
     * @param leastSpace bytes; with less it is down
     * @param mostWaiting objects; of more in the outbox it warns
     */
    GatewayHealthCheck(GatewayStatus gateway, long leastSpace, int mostWaiting) {
        this.gateway = gateway;
        this.leastSpace = leastSpace;
        this.mostWaiting = mostWaiting;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public String getId() {
        return PREFIX + gateway.route();
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
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
        if (!warnings.isEmpty()) {
            result.message(String.join("; ", warnings));
        }
        gateway.vitals().ifPresent(store -> store(store, result));
        return result.build();
    }

    private void store(Vitals store, HealthCheckResultBuilder result) {
        try {
            result.detail("chunkupload.uploads", gateway.uploadsOpen());
            long space = store.usableSpace();
            result.detail("chunkupload.space", space);
            if (space < leastSpace) {
                result.down().message("The disk of the store has " + space + " bytes left, which are less than " + leastSpace);
                return;
            }
            store.probe();
        } catch (UploadException e) {
            result.down().message("The store cannot be written: " + e.getMessage()).error(e);
        }
    }
}
