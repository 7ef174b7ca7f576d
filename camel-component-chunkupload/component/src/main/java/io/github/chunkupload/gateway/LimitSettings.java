package io.github.chunkupload.gateway;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What clients may store at most. Sizes are in bytes.
 *
 * @param maxObject of an object
 * @param maxPart of a part, and of an object sent in one request
 * @param maxUploads uploads that may be open
 * @param maxUploadsPerClient uploads that one client may have open: one access key, or one address without credentials
 * @param quota of a bucket that {@code quotas} does not name; empty: none
 * @param quotas of buckets by name
 * @param minFree bytes that stay free where the store lies
 */
public record LimitSettings(long maxObject, long maxPart, int maxUploads, int maxUploadsPerClient, OptionalLong quota,
        Map<String, Long> quotas, long minFree) {

    /** What the protocols allow, 10,000 open uploads, 1,000 of one client, no quota, 64 MiB free. */
    public static final LimitSettings DEFAULT = new LimitSettings(50L << 40, 5L << 30, 10_000, 1000, OptionalLong.empty(), Map.of(),
        64L << 20);

    /** Keeps a copy; refuses limits that nothing could keep. */
    public LimitSettings {
        quotas = Map.copyOf(quotas);
        if (maxObject < 1 || maxPart < 1 || maxUploads < 1 || maxUploadsPerClient < 1 || minFree < 0) {
            throw new IllegalArgumentException("A limit of a gateway is at least 1, and what is to stay free not negative");
        }
    }

    /** Returns how many bytes a bucket may have; empty: as many as there is space for. */
    OptionalLong quotaOf(String bucket) {
        Long own = quotas.get(bucket);
        return own == null ? quota : OptionalLong.of(own);
    }
}
