package io.github.chunkupload.protocol;

import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server needs to know beside its backend.
 *
 * @param credentials secrets of those who may come in
 * @param anonymous whether requests without credentials may come in too; credentials that are given are checked all the same
 * @param buckets the buckets served; empty: any
 * @param defaultBucket the bucket of a request that names none; empty: such a request is refused
 * @param baseHosts hosts of ours: a label before one of them is a bucket, one of them alone means path style
 * @param appId the application id that some protocols join to the bucket; empty: none
 * @param options what only this protocol has, by {@link OptionSpec#name()}
 * @param minPart lowers the least part size, for tests only
 * @param clock tells whether a signature is still valid
 * @param signatures when a signature is accepted
 */
public record ServerSettings(CredentialSource credentials, boolean anonymous, Set<String> buckets, String defaultBucket,
        Set<String> baseHosts, String appId, Map<String, String> options, OptionalLong minPart, Clock clock,
        SignatureWindow signatures) {

    /** Keeps copies. */
    public ServerSettings {
        buckets = Set.copyOf(buckets);
        baseHosts = Set.copyOf(baseHosts);
        options = Map.copyOf(options);
    }

    /** Makes settings that accept signatures when each protocol says. */
    public ServerSettings(CredentialSource credentials, boolean anonymous, Set<String> buckets, String defaultBucket,
            Set<String> baseHosts, String appId, Map<String, String> options, OptionalLong minPart, Clock clock) {
        this(credentials, anonymous, buckets, defaultBucket, baseHosts, appId, options, minPart, clock, SignatureWindow.OF_PROTOCOL);
    }

    /** Returns whether requests without credentials may come in: because the settings say so, or because somebody gave them rights. */
    @Override
    public boolean anonymous() {
        return anonymous || credentials.rights().filter(rights -> !rights.of("").isEmpty()).isPresent();
    }

    /** Returns these settings with another default bucket. */
    public ServerSettings withDefaultBucket(String bucket) {
        return new ServerSettings(credentials, anonymous, buckets, bucket, baseHosts, appId, options, minPart, clock, signatures);
    }

    /** Returns these settings with another time for signatures. */
    public ServerSettings withSignatures(SignatureWindow window) {
        return new ServerSettings(credentials, anonymous, buckets, defaultBucket, baseHosts, appId, options, minPart, clock, window);
    }
}
