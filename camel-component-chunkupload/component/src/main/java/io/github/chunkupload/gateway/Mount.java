package io.github.chunkupload.gateway;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One protocol on a port, for some buckets.
 *
 * @param protocol its wire style
 * @param settings its buckets, and how they are found in a request
 * @param handler who answers
 * @param isDefault whether it takes what no protocol knows for its own
 * @param crossOrigin which pages of other origins may use it
 * @param observer hears of the requests it answers
 */
record Mount(Protocol protocol, ServerSettings settings, HttpHandler handler, boolean isDefault, CrossOrigin crossOrigin,
        GatewayObserver observer) {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /**
     * Returns how sure the protocol is that the request is meant for it; not at all when the request cannot even be read. The default
     * takes what nobody recognises, and goes before the guesses of others with what it recognises at all.
     */
    int sureness(HttpHead head) {
        int own = recognised(head);
        return !isDefault ? own : own == 0 ? 1 : Math.max(own, Protocol.SURE);
    }

    private int recognised(HttpHead head) {
        try {
            return protocol.recognises(head);
        } catch (RuntimeException e) {
            LOG.debug("{} cannot read {}", protocol.name(), head, e);
            return 0;
        }
    }

    /**
     * Returns how much this mount should be the one: the surer its protocol, the more; of two as sure, the one whose bucket the request
     * names goes before one that would take it for want of a name. 0: not at all.
     */
    int rank(HttpHead head) {
        int sureness = sureness(head);
        return sureness == 0 ? 0 : 2 * sureness + (isNamed(head) ? 1 : 0);
    }

    private boolean isNamed(HttpHead head) {
        try {
            return !protocol.bucket(head, settings.withDefaultBucket("")).isEmpty();
        } catch (RuntimeException e) {
            LOG.debug("{} finds no bucket in {}", protocol.name(), head, e);
            return false;
        }
    }

    /** Returns whether the request is for a bucket of this mount, or its head does not tell the bucket. */
    boolean serves(HttpHead head) {
        if (settings.buckets().isEmpty()) {
            return true;
        }
        try {
            String bucket = protocol.bucket(head, settings);
            return bucket.isEmpty() || settings.buckets().contains(bucket);
        } catch (RuntimeException e) {
            LOG.debug("{} finds no bucket in {}", protocol.name(), head, e);
            return false;
        }
    }
}
