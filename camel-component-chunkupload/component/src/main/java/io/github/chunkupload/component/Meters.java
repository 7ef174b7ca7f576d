package io.github.chunkupload.component;

import io.github.chunkupload.gateway.GatewayObserver;
import io.github.chunkupload.transfer.TransferListener;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is measured, for the {@code MeterRegistry} in the registry of the context; nothing where there is none, or no Micrometer on the
 * class path. Thread-safe.
 */
interface Meters extends GatewayObserver {

    /** Measures nothing. */
    Meters NONE = new Meters() { };

    /** Returns the meters of a context. */
    static Meters of(CamelContext context) {
        try {
            return MicrometerMeters.in(context);
        } catch (NoClassDefFoundError e) {
            Logger log = LoggerFactory.getLogger(Meters.class);
            log.debug("Nothing is measured: {} is not on the class path", e.getMessage());
            return NONE;
        }
    }

    /** Forcing to the disk took so many nanoseconds. */
    default void forced(long nanos) {
    }

    /** Shows how a gateway is until that is closed. */
    default Watch watch(GatewayStatus gateway) {
        return () -> { };
    }

    /** Returns who hears of one transfer of a producer. */
    default TransferListener transfer(String protocol, String bucket) {
        return TransferListener.NONE;
    }

    /** Meters of something that will be gone some day. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
