package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients of one protocol into a store elsewhere, call by call: nothing is kept here, and an upload that began through one gateway
 * may go on through another. Whether protocol and store fit is decided by their traits, once for each bucket; where they do not, every
 * request is refused with the reason ({@link Failure#UNSUPPORTED}). Thread-safe.
 */
public final class Relay implements Backend {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final String protocol;
    private final StoreTraits near;
    private final ObjectStore far;
    private final RelayStore store;
    private final Map<String, Optional<String>> refusals = new ConcurrentHashMap<>();

    /**
     * Makes a relay.
     *
     * @param protocol the name of the protocol that clients speak, for refusals
     * @param near what is true of a store as those clients see it
     * @param far the store; not closed here
     */
    public Relay(String protocol, StoreTraits near, ObjectStore far) {
        this.protocol = protocol;
        this.near = near;
        this.far = far;
        this.store = new RelayStore(this, far);
    }

    /** Returns the store, which is the same for everybody. */
    @Override
    public ObjectStore as(Caller caller) {
        return store;
    }

    /**
     * Returns why this protocol cannot be relayed to the store behind {@code bucket}; empty: it can.
     *
     * @throws UploadException when the store does not tell its traits
     */
    public Optional<String> refusal(String bucket) {
        Optional<String> known = refusals.get(bucket);
        if (known != null) {
            return known;
        }
        Optional<String> found = RelayFit.refusal(near, far.traits(bucket));
        if (refusals.putIfAbsent(bucket, found) == null) {
            found.ifPresent(reason -> LOG.warn("{}", text(bucket, reason)));
        }
        return found;
    }

    private String text(String bucket, String reason) {
        return protocol + " is not relayed to the store behind " + LogText.of(bucket) + ": " + reason;
    }

    /** Returns, for people, what was found not to be relayed, bucket by bucket, as far as that was asked. */
    public List<String> refusals() {
        return refusals.entrySet().stream().flatMap(each -> each.getValue().map(reason -> text(each.getKey(), reason)).stream()).sorted()
            .toList();
    }

    /** Refuses what does not fit. */
    void check(String bucket) {
        refusal(bucket).ifPresent(reason -> {
            throw UploadException.of(Failure.UNSUPPORTED, protocol + " cannot be relayed call by call: " + reason
                + ". With receive=objects the gateway can hand on whole objects");
        });
    }

    /** Returns what is true of a store as clients of the protocol see it. */
    StoreTraits near() {
        return near;
    }
}
