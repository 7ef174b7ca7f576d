package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * The XML API of Tencent Cloud Object Storage ({@code cos}), after the vendor's manual (product 436) and as its Java SDK 5.6.265 really
 * speaks: multipart uploads, objects, q-sign signatures in header and query, virtual-host, path and bucketless addressing.
 */
public final class CosProtocol implements Protocol {

    private static final OptionSpec PRESIGN = new OptionSpec("presign",
        "Where a presigned URL carries its signature: fields (seven parameters of their own) or sign (one parameter).", "fields");

    /** Makes the protocol; it has no state. */
    public CosProtocol() {
    }

    @Override
    public String name() {
        return "cos";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(PRESIGN);
    }

    /**
     * The signature alone could be one of CDCS, which never has the vendor's COS hosts nor {@code x-cos-} headers; without a signature
     * only the query of an upload hints at COS, and other protocols have the same.
     */
    @Override
    public int recognises(HttpHead head) {
        Query query;
        try {
            query = head.query();
        } catch (IllegalArgumentException e) {
            return 0;
        }
        int sure = QSign.isIn(head) ? 60 : 0;
        if (CosHosts.isVendors(head.host())) {
            sure += 35;
        }
        boolean headers = head.headers().fields().stream().map(field -> field.getKey().toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.startsWith(CosHeaders.PREFIX));
        boolean parameters = query.parameters().stream().anyMatch(parameter -> parameter.getKey().startsWith(CosHeaders.PREFIX));
        if (headers || parameters) {
            sure += 35;
        }
        if (sure == 0 && (query.has("uploads") || query.has("uploadId"))) {
            sure = 10;
        }
        return Math.min(sure, 95);
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        return CosHosts.locator(settings).bucket(head);
    }

    /** A host that begins with a bucket stands for that one alone. */
    @Override
    public Addressing addressing(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        if (CosHosts.isService(host)) {
            return Addressing.VIRTUAL;
        }
        return CosHosts.isVendors(host) ? Addressing.BUCKETLESS : Addressing.PATH;
    }

    @Override
    public void checkBucket(String bucket) {
        CosHosts.checkBucket(bucket);
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        return CosTraits.of(settings.minPart());
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        return new CosClient(transport, settings, layout(settings));
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return new CosServer(backend, settings);
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return CosServer.refusal(head, failure, Clock.systemUTC().instant());
    }

    private static QSign.Layout layout(ClientSettings settings) {
        String value = settings.options().getOrDefault(PRESIGN.name(), PRESIGN.defaultValue());
        return switch (value) {
            case "fields" -> QSign.Layout.FIELDS;
            case "sign" -> QSign.Layout.SIGN;
            default -> throw new IllegalArgumentException("protocol.presign is '" + value + "': use fields or sign");
        };
    }
}
