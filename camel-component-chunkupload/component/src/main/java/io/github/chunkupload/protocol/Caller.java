package io.github.chunkupload.protocol;

/**
 * Who makes a request, after authentication.
 *
 * @param accessKey the name proved by a signature or token; empty: anonymous
 * @param peer the address, for logs
 */
public record Caller(String accessKey, String peer) {

    /** Returns a caller that proved nothing. */
    public static Caller anonymous(String peer) {
        return new Caller("", peer);
    }

    /** Returns whether the caller proved nothing. */
    public boolean isAnonymous() {
        return accessKey.isEmpty();
    }
}
