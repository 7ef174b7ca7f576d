package io.github.chunkupload.gateway;

import java.time.Duration;
import java.util.List;

/**
 * Is told of every request to a gateway. Calls come on the threads of the requests, many at once, so they return quickly; what one throws
 * is logged and changes nothing.
 */
public interface GatewayObserver {

    /** A request has come; exactly one {@link #answered} follows for it. */
    default void began() {
    }

    /**
     * A part of an upload is stored.
     *
     * @param protocol the name of the client's protocol
     * @param took from the moment the request was let in until the part could be confirmed, waits for the client included
     */
    default void partStored(String protocol, long bytes, Duration took) {
    }

    /** The reply of a request is sent, or its client lost. */
    default void answered(AnsweredRequest request) {
    }

    /** Returns an observer that tells all of {@code observers}, each even when one before it fails. */
    static GatewayObserver all(List<GatewayObserver> observers) {
        return new Observers(observers);
    }
}
