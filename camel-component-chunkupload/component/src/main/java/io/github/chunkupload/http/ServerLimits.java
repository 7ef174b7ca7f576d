package io.github.chunkupload.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What clients may ask of a server at once, and how slow they may be.
 *
 * @param maxRequests requests that may block at once, each on a worker of the server, until their replies are sent; further ones are told
 *     to come again
 * @param maxConnections connections that may be open; further ones wait until one ends
 * @param minBodyRate bytes a second at which a body must come, and that of a reply be taken, on average
 * @param slowAfter for how long the server waits for a client, in all, before it looks at the rate
 * @param requestTimeout after which a server waits no more for the client of a request, however fast it is; zero: it always does
 */
public record ServerLimits(int maxRequests, int maxConnections, long minBodyRate, Duration slowAfter, Duration requestTimeout) {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    /** Refuses limits that let nobody in. */
    public ServerLimits {
        Objects.requireNonNull(slowAfter, "slowAfter");
        if (maxRequests < 1 || maxConnections < 1 || minBodyRate < 0 || requestTimeout.isNegative()) {
            throw new IllegalArgumentException("maxRequests and maxConnections must be at least 1, minBodyRate and requestTimeout not "
                + "negative");
        }
    }

    /** Returns limits with the usual patience: half a minute, and any time for a request. */
    public static ServerLimits of(int maxRequests, int maxConnections, long minBodyRate) {
        return new ServerLimits(maxRequests, maxConnections, minBodyRate, HALF_A_MINUTE, Duration.ZERO);
    }

    /** Returns the limits for {@code maxRequests} at once; 4,096 connections, 1 KiB a second. */
    public static ServerLimits of(int maxRequests) {
        return of(maxRequests, 4096, 1024);
    }

    /** Returns these limits with another time for a request. */
    public ServerLimits withRequestTimeout(Duration most) {
        return new ServerLimits(maxRequests, maxConnections, minBodyRate, slowAfter, most);
    }

    /** Returns these limits with another time before the rate is looked at. */
    public ServerLimits withSlowAfter(Duration wait) {
        return new ServerLimits(maxRequests, maxConnections, minBodyRate, wait, requestTimeout);
    }

    /** Returns whether {@code bytes} in {@code nanos} of waiting are too few. */
    public boolean isTooSlow(long bytes, long nanos) {
        return nanos > slowAfter.toNanos() && bytes < minBodyRate * (nanos / 1e9);
    }
}
