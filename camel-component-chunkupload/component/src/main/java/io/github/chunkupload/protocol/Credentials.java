package io.github.chunkupload.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * What proves who we are. Never printed.
 *
 * @param accessKey the public name of the key (COS: SecretId); empty where a token or an authorization does without one
 * @param secretKey the secret
 * @param securityToken goes with temporary keys, or lets its bearer in by itself
 * @param authorization the value of a header Authorization that somebody else made, to be sent as it is
 */
public record Credentials(String accessKey, String secretKey, Optional<String> securityToken, Optional<String> authorization) {

    /** Refuses nulls. */
    public Credentials {
        Objects.requireNonNull(accessKey, "accessKey");
        Objects.requireNonNull(secretKey, "secretKey");
        Objects.requireNonNull(securityToken, "securityToken");
        Objects.requireNonNull(authorization, "authorization");
    }

    /** Makes a key, with a token where it is a temporary one. */
    public Credentials(String accessKey, String secretKey, Optional<String> securityToken) {
        this(accessKey, secretKey, securityToken, Optional.empty());
    }

    /** Returns credentials without a token. */
    public static Credentials of(String accessKey, String secretKey) {
        return new Credentials(accessKey, secretKey, Optional.empty());
    }

    /** Returns these credentials with {@code token} in place of theirs. */
    public Credentials withToken(String token) {
        return new Credentials(accessKey, secretKey, Optional.of(token), authorization);
    }

    /** Returns credentials that do without a key. */
    public static Credentials readyMade(Optional<String> token, Optional<String> authorization) {
        return new Credentials("", "", token, authorization);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
