package io.github.chunkupload.protocol;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client needs to know beside its transport.
 *
 * @param endpoint scheme, host and port of the service, and nothing after them
 * @param addressing where the bucket stands in a request
 * @param credentials empty: anonymous
 * @param region the region, where the protocol signs or names it; empty: none
 * @param appId the application id that some protocols join to the bucket; empty: none
 * @param options what only this protocol has, by {@link OptionSpec#name()}
 * @param minPart lowers the least part size, for tests only
 * @param clock tells when to sign; corrected by the caller where it is known to be wrong
 */
public record ClientSettings(URI endpoint, Addressing addressing, Optional<Credentials> credentials, String region, String appId,
        Map<String, String> options, OptionalLong minPart, Clock clock) {

    /** Where the bucket stands in a request. */
    public enum Addressing {
        /** In the first label of the host. */
        VIRTUAL,
        /** In the first segment of the path. */
        PATH,
        /** Nowhere: the host stands for one bucket. */
        BUCKETLESS
    }

    /** Refuses an endpoint with path, query or user, and keeps a copy of the options. */
    public ClientSettings {
        options = Map.copyOf(options);
        boolean bare = endpoint.getRawPath() == null || endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/");
        boolean http = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!http || endpoint.getHost() == null || !bare || endpoint.getRawQuery() != null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("endpoint must be http://host[:port] or https://host[:port] with nothing behind it");
        }
    }

    /** Returns host and port as they belong into the Host header. */
    public String authority() {
        return endpoint.getRawAuthority();
    }
}
