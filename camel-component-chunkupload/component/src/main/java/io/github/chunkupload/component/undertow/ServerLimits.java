package io.github.chunkupload.component.undertow;

import java.time.Duration;

/**
 * What clients may ask of a server at once, and how slow they may be.
 *
 * @param maxRequests requests that may block at once, each on a worker of the server, until their replies are sent; further ones are told
 *     to come again
 * @param maxConnections connections that may be open; further ones wait until one ends
 * @param minBodyRate bytes a second at which a body must come, on average
 * @param slowAfter for how long the server waits for bytes of a body, in all, before it looks at the rate
 */
public record ServerLimits(int maxRequests, int maxConnections, long minBodyRate, Duration slowAfter) {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    /** Refuses limits that let nobody in. */
    public ServerLimits {
        if (maxRequests < 1 || maxConnections < 1 || minBodyRate < 0) {
            throw new IllegalArgumentException("maxRequests and maxConnections must be at least 1, and minBodyRate not negative");
        }
    }

    /** Returns limits with the usual patience: half a minute. */
    public static ServerLimits of(int maxRequests, int maxConnections, long minBodyRate) {
        return new ServerLimits(maxRequests, maxConnections, minBodyRate, HALF_A_MINUTE);
    }

    /** Returns the limits for {@code maxRequests} at once; 4,096 connections, 1 KiB a second. */
    public static ServerLimits of(int maxRequests) {
        return of(maxRequests, 4096, 1024);
    }

    /** Returns whether {@code bytes} in {@code nanos} of waiting are too few. */
    boolean isTooSlow(long bytes, long nanos) {
        return nanos > slowAfter.toNanos() && bytes < minBodyRate * (nanos / 1e9);
    }
}
