package io.github.chunkupload.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a server looks up the secret that belongs to an access key; asked for each request, so a change takes effect at once. */
@FunctionalInterface
public interface CredentialSource {

    /** Tells whose a token is. */
    @FunctionalInterface
    interface Tokens {

        /** Returns the name of the user whom {@code token} lets in; empty: nobody. Takes as long for any token. Thread-safe. */
        Optional<String> user(String token);
    }

    /** Returns the credentials named {@code accessKey}, with the token a client must send along, if any. Thread-safe. */
    Optional<Credentials> find(String accessKey);

    /** Returns the tokens that let their bearers in without a key, for protocols that have such; empty: no token does. */
    default Optional<Tokens> tokens() {
        return Optional.empty();
    }

    /**
     * Returns who may do what; empty: all who have proved who they are may do everything, and those without credentials what the settings
     * of the server say.
     */
    default Optional<Rights> rights() {
        return Optional.empty();
    }

    /** Returns the source that knows {@code credentials} only. */
    static CredentialSource of(Credentials... credentials) {
        Map<String, Credentials> known = new HashMap<>();
        for (Credentials each : credentials) {
            known.put(each.accessKey(), each);
        }
        return accessKey -> Optional.ofNullable(known.get(accessKey));
    }

    /** Returns this source with tokens that let in, each with the name of its user. */
    default CredentialSource withTokens(Map<String, String> userByToken) {
        Map<String, String> users = Map.copyOf(userByToken);
        CredentialSource keys = this;
        return new CredentialSource() {

            @Override
            public Optional<Credentials> find(String accessKey) {
                return keys.find(accessKey);
            }

            @Override
            public Optional<Tokens> tokens() {
                return Optional.of(token -> user(users, token).or(() -> keys.tokens().flatMap(others -> others.user(token))));
            }

            @Override
            public Optional<Rights> rights() {
                return keys.rights();
            }
        };
    }

    private static Optional<String> user(Map<String, String> users, String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        String found = null;
        for (Map.Entry<String, String> known : users.entrySet()) {
            found = MessageDigest.isEqual(known.getKey().getBytes(StandardCharsets.UTF_8), given) ? known.getValue() : found;
        }
        return Optional.ofNullable(found);
    }
}
