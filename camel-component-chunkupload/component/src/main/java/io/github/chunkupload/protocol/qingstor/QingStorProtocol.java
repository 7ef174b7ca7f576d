package io.github.chunkupload.protocol.qingstor;

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
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * The object storage of QingCloud ({@code qingstor}), after the vendor's API manual and as its SDKs really speak: multipart uploads with
 * numbers from 0, objects, JSON documents, signatures in header and query, path and virtual-host addressing. The endpoint has the zone in
 * its host, such as {@code https://pek3a.qingstor.com}.
 */
public final class QingStorProtocol implements Protocol {

    /** Makes the protocol; it has no state. */
    public QingStorProtocol() {
    }

    @Override
    public String name() {
        return "qingstor";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(Grants.READ, Grants.WRITE);
    }

    /** The scheme {@code QS}, the vendor's headers and hosts are beyond doubt; without them the names of parameters still tell. */
    @Override
    public int recognises(HttpHead head) {
        Query query;
        try {
            query = head.query();
        } catch (IllegalArgumentException e) {
            return 0;
        }
        boolean scheme = head.header("Authorization").orElse("").startsWith(QingStorSign.SCHEME);
        boolean headers = head.headers().fields().stream()
            .anyMatch(field -> field.getKey().toLowerCase(Locale.ROOT).startsWith(QingStorHeaders.PREFIX));
        if (scheme || headers || isVendors(head.host())) {
            return 95;
        }
        if (query.has(QingStorSign.ACCESS_KEY) && query.has(QingStorSign.SIGNATURE) && query.has(QingStorSign.EXPIRES)) {
            return 80;
        }
        if (query.has("upload_id")) {
            return 30;
        }
        return query.has("uploads") ? 5 : 0;
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        try {
            return QingStorTarget.of(head, settings).object().bucket();
        } catch (IllegalArgumentException e) {
            return settings.defaultBucket();
        }
    }

    @Override
    public Addressing addressing(URI endpoint) {
        return isVendors(String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT)) ? Addressing.VIRTUAL : Addressing.PATH;
    }

    @Override
    public void checkBucket(String bucket) {
        QingStorKeys.checkBucket(bucket);
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        return QingStorTraits.of(settings.minPart());
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        return new QingStorClient(transport, settings);
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return new QingStorServer(backend, settings);
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return QingStorServer.refusal(head, failure, Clock.systemUTC().instant());
    }

    private static boolean isVendors(String host) {
        return host.equals(QingStorTarget.VENDOR) || host.endsWith("." + QingStorTarget.VENDOR);
    }
}
