package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for requests, of the shape that the vendor's have: base64 of the time in hex and something unique. They are no secret. */
public final class RequestIds {

    private RequestIds() {
    }

    /** Returns the id that {@code call} came with, or one made now. */
    public static String of(HttpCall call, Instant now) {
        return call.requestId().isEmpty() ? next(now) : call.requestId();
    }

    /** Returns an id for a request that came at {@code now}. */
    public static String next(Instant now) {
        String text = "%08x_%016x_%04x".formatted(now.getEpochSecond(), ThreadLocalRandom.current().nextLong(),
            ThreadLocalRandom.current().nextInt(0x10000));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
