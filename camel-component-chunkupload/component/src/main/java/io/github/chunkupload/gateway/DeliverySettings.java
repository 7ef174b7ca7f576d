package io.github.chunkupload.gateway;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How objects are delivered.
 *
 * @param acknowledge when a client is told success
 * @param afterDelivery what becomes of a delivered object
 * @param keptFor how long it is kept, where it is; empty: until a client deletes it
 * @param completeTimeout how long a client is kept waiting for the delivery; then it is told to ask again while delivery goes on
 * @param retryAfter when it should ask again
 * @param parallel most deliveries at once
 * @param backoff between attempts that nobody asked for
 * @param closeTimeout how long closing waits for running deliveries
 */
public record DeliverySettings(Acknowledge acknowledge, AfterDelivery afterDelivery, Optional<Duration> keptFor, Duration completeTimeout,
        Duration retryAfter, int parallel, Backoff backoff, Duration closeTimeout) {

    /** Acknowledged by the route within 20 s, kept, at most 8 at once, tried again within 1 s to 5 min, closed within 30 s. */
    public static final DeliverySettings DEFAULT = new DeliverySettings(Acknowledge.ROUTE, AfterDelivery.KEEP, Optional.empty(),
        Duration.ofSeconds(20), Duration.ofSeconds(2), 8, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
        Duration.ofSeconds(30));

    /** Refuses nulls and numbers that make no sense. */
    public DeliverySettings {
        Objects.requireNonNull(acknowledge, "acknowledge");
        Objects.requireNonNull(afterDelivery, "afterDelivery");
        Objects.requireNonNull(backoff, "backoff");
        if (keptFor.filter(time -> time.isZero() || time.isNegative() || afterDelivery != AfterDelivery.KEEP).isPresent()) {
            throw new IllegalArgumentException("Only what is kept can be kept for some time, and that is more than none: " + keptFor.get());
        }
        if (completeTimeout.isNegative() || retryAfter.isNegative() || closeTimeout.isNegative() || parallel < 1) {
            throw new IllegalArgumentException("Deliveries need times that are not negative, and at least 1 at once: completeTimeout "
                + completeTimeout + ", retryAfter " + retryAfter + ", closeTimeout " + closeTimeout + ", parallel " + parallel);
        }
    }

    /** Returns these settings with another time of acknowledgement. */
    public DeliverySettings withAcknowledge(Acknowledge when) {
        return new DeliverySettings(when, afterDelivery, keptFor, completeTimeout, retryAfter, parallel, backoff, closeTimeout);
    }

    /** Returns these settings with another fate of delivered objects. */
    public DeliverySettings withAfterDelivery(AfterDelivery fate) {
        return new DeliverySettings(acknowledge, fate, keptFor, completeTimeout, retryAfter, parallel, backoff, closeTimeout);
    }

    /** Returns these settings with objects that are kept for {@code time} and then deleted. */
    public DeliverySettings withKeptFor(Duration time) {
        return new DeliverySettings(acknowledge, AfterDelivery.KEEP, Optional.of(time), completeTimeout, retryAfter, parallel, backoff,
            closeTimeout);
    }

    /** Returns these settings with another wait of the client. */
    public DeliverySettings withCompleteTimeout(Duration most) {
        return new DeliverySettings(acknowledge, afterDelivery, keptFor, most, retryAfter, parallel, backoff, closeTimeout);
    }

    /** Returns these settings with at most {@code most} deliveries at once. */
    public DeliverySettings withParallel(int most) {
        return new DeliverySettings(acknowledge, afterDelivery, keptFor, completeTimeout, retryAfter, most, backoff, closeTimeout);
    }

    /** Returns these settings with another back-off. */
    public DeliverySettings withBackoff(Backoff other) {
        return new DeliverySettings(acknowledge, afterDelivery, keptFor, completeTimeout, retryAfter, parallel, other, closeTimeout);
    }

    /** Returns these settings with another wait at closing. */
    public DeliverySettings withCloseTimeout(Duration most) {
        return new DeliverySettings(acknowledge, afterDelivery, keptFor, completeTimeout, retryAfter, parallel, backoff, most);
    }
}
