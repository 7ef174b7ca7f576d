package io.github.chunkupload.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a server looks up the secret that belongs to an access key; asked for each request, so a change takes effect at once. */
@FunctionalInterface
public interface CredentialSource {

    /** Returns the credentials named {@code accessKey}, with the token a client must send along, if any. Thread-safe. */
    Optional<Credentials> find(String accessKey);

    /** Returns the source that knows {@code credentials} only. */
    static CredentialSource of(Credentials... credentials) {
        Map<String, Credentials> known = new HashMap<>();
        for (Credentials each : credentials) {
            known.put(each.accessKey(), each);
        }
        return accessKey -> Optional.ofNullable(known.get(accessKey));
    }
}
