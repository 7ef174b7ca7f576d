package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.protocol.Credentials;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Makes the signatures of our client, with the fields in the order of the Java SDK. Thread-safe. */
final class CosSliceSigner {

    private static final int RANDOM = 1_000_000_000;

    private final Credentials key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CosSliceSigner(Credentials key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Returns a signature for any number of requests about {@code file} in the next minutes. */
    String multiUse(CosSliceKeys.Bucket bucket, String file) {
        return multiUse(bucket, file, CosSliceLimits.SIGNATURE_LIFE);
    }

    /** Returns a signature for any number of requests about {@code file} for as long as {@code life}. */
    String multiUse(CosSliceKeys.Bucket bucket, String file, Duration life) {
        return sign(bucket, file, now() + Math.max(1, life.toSeconds()));
    }

    /** Returns a signature for one request about {@code file}. */
    String singleUse(CosSliceKeys.Bucket bucket, String file) {
        return sign(bucket, file, 0);
    }

    private String sign(CosSliceKeys.Bucket bucket, String file, long expires) {
        return CosSliceSign.sign(key, "a=" + bucket.appId() + "&k=" + key.accessKey() + "&e=" + expires + "&t=" + now() + "&r="
            + random.nextInt(RANDOM) + "&f=" + file + "&b=" + bucket.name());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
