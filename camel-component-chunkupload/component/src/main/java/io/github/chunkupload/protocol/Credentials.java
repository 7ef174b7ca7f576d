package io.github.chunkupload.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * What proves who we are. Never printed.
 *
 * @param accessKey the public name of the key (COS: SecretId)
 * @param secretKey the secret
 * @param securityToken goes with temporary keys
 */
public record Credentials(String accessKey, String secretKey, Optional<String> securityToken) {

    /** Refuses nulls. */
    public Credentials {
        Objects.requireNonNull(accessKey, "accessKey");
        Objects.requireNonNull(secretKey, "secretKey");
        Objects.requireNonNull(securityToken, "securityToken");
    }

    /** Returns credentials without a token. */
    public static Credentials of(String accessKey, String secretKey) {
        return new Credentials(accessKey, secretKey, Optional.empty());
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
