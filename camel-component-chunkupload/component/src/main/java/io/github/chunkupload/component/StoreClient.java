package io.github.chunkupload.component;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.ObjectStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;

/**
 * The client of one endpoint: the store as its protocol speaks to it, over camel-http.
 *
 * @param store the store
 * @param transport what carries its requests
 */
record StoreClient(ObjectStore store, HttpTransport transport) implements AutoCloseable {

    /**
     * Connects to nothing yet.
     *
     * @param clock tells when to sign
     * @throws IllegalArgumentException when an option is missing or makes no sense
     */
    static StoreClient open(CamelContext context, Protocol protocol, AccessConfiguration options, Clock clock) {
        ClientSettings settings = settings(protocol, options, clock);
        Map<String, Object> http = options.getHttpOptions() == null ? Map.of() : options.getHttpOptions();
        HttpTransport transport = new CamelHttpTransport(context, settings.endpoint(), http);
        try {
            return new StoreClient(protocol.client(transport, settings), transport);
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** Returns where the bucket stands in a request. */
    static Addressing addressing(Protocol protocol, AccessConfiguration options) {
        return options.getAddressing() == null ? protocol.addressing(endpoint(options)) : options.getAddressing();
    }

    static ClientSettings settings(Protocol protocol, AccessConfiguration options, Clock clock) {
        URI endpoint = endpoint(options);
        Addressing addressing = addressing(protocol, options);
        String region = OptionChecks.isSet(options.getRegion()) ? options.getRegion() : OptionChecks.orEmpty(options.getZone());
        OptionalLong minPart = options.getMinPartSize() == null ? OptionalLong.empty()
            : OptionalLong.of(Sizes.parse("minPartSize", options.getMinPartSize()));
        return new ClientSettings(endpoint, addressing, Logins.ofProducer(protocol, options), region,
            OptionChecks.orEmpty(options.getAppId()), OptionChecks.texts(options.getProtocolOptions()), minPart, clock);
    }

    private static URI endpoint(AccessConfiguration options) {
        if (!OptionChecks.isSet(options.getEndpoint())) {
            throw new IllegalArgumentException("Option endpoint is missing: where is the store? Such as endpoint=https://host:port");
        }
        try {
            return new URI(options.getEndpoint());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Option endpoint is no URL: " + e.getReason());
        }
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            transport.close();
        }
    }
}
