package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.util.List;

/**
 * A wire style in both directions, each the inverse of the other: a client of a server of a store behaves as the store.
 *
 * <p>A protocol is found by its name: as a bean in the registry, by the service file
 * {@code META-INF/services/org/apache/camel/chunkupload/<name>} with an entry {@code class=…}, or as an OSGi service. It has a public
 * constructor without parameters and no state.
 */
public interface Protocol {

    /** From here on {@link #recognises} is more than a guess. */
    int SURE = 70;

    /** Returns the name, as in {@code chunkupload:<name>:<bucket>}. */
    String name();

    /** Returns the options that only this protocol has, set by {@code protocol.<option>=…}. */
    List<OptionSpec> options();

    /**
     * Returns whether a client may be let in by a token alone, or by a header Authorization that was made elsewhere: then the options
     * {@code token} and {@code authorization} have a meaning.
     */
    default boolean takesTokens() {
        return false;
    }

    /**
     * Tells how sure this protocol is that a request is meant for it: 0 not at all, below {@link #SURE} a guess, because other protocols
     * look the same, 100 beyond doubt. The gateway asks all protocols of a port and takes the surest; guesses give way to the default
     * protocol, if it is one that may be meant.
     */
    int recognises(HttpHead head);

    /**
     * Returns the bucket that a request addresses, as far as its head tells; empty when that stands in the body.
     */
    String bucket(HttpHead head, ServerSettings settings);

    /**
     * Returns where the bucket stands in a request to {@code endpoint} when the user does not say: in the host name for hosts of the
     * vendor, in the path for any other.
     */
    default Addressing addressing(URI endpoint) {
        return Addressing.PATH;
    }

    /**
     * Refuses what is no name of a bucket, before any byte moves.
     *
     * @throws UploadException with {@link io.github.chunkupload.store.Failure#INVALID_BUCKET}
     */
    default void checkBucket(String bucket) {
    }

    /**
     * Returns what is true of a store that is served with these settings, as clients of this protocol see it: what they are held to. By
     * these facts the gateway knows to which stores it can relay them.
     */
    StoreTraits traits(ServerSettings settings);

    /**
     * Returns a store that speaks this protocol through {@code transport}, which it does not close.
     *
     * @throws IllegalArgumentException when the settings make no sense, with words for the user
     */
    ObjectStore client(HttpTransport transport, ClientSettings settings);

    /**
     * Returns a handler that lets clients of this protocol into {@code backend}.
     *
     * @throws IllegalArgumentException when the settings make no sense, with words for the user
     */
    HttpHandler server(Backend backend, ServerSettings settings);

    /**
     * Returns a failure in the form in which this protocol tells failures, for requests that never reach the handler: when the gateway
     * is saturated, or the handler itself failed. Status and code follow {@link UploadException#kind()}; {@code Retry-After} and the
     * request id are told where the failure has them.
     *
     * @param head the request refused; a reply to HEAD has no body
     */
    HttpReply refuse(HttpHead head, UploadException failure);
}
