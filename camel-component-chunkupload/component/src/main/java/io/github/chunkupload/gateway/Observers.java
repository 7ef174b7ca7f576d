package io.github.chunkupload.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several observers as one, of which none that fails keeps the others from hearing, or a request from its reply. */
record Observers(List<GatewayObserver> all) implements GatewayObserver {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayObserver.class);

    Observers {
        all = List.copyOf(all);
    }

    @Override
    public void began() {
        tell(GatewayObserver::began);
    }

    @Override
    public void partStored(String protocol, long bytes, Duration took) {
        tell(observer -> observer.partStored(protocol, bytes, took));
    }

    @Override
    public void answered(AnsweredRequest request) {
        tell(observer -> observer.answered(request));
    }

    private void tell(Consumer<GatewayObserver> news) {
        for (GatewayObserver observer : all) {
            try {
                news.accept(observer);
            } catch (RuntimeException e) {
                LOG.warn("An observer of the gateway failed", e);
            }
        }
    }
}
