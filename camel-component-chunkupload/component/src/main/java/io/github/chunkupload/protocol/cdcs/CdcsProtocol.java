package io.github.chunkupload.protocol.cdcs;

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
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * The API of Tencent Cloud Data Coffer Service ({@code cdcs}), after the vendor's manual (product 1232): write-once objects, made by one
 * PUT or in parts, q-sign signatures, path addressing, documents of two {@linkplain Generation generations}. The vendor has no SDK for it.
 */
public final class CdcsProtocol implements Protocol {

    /** Makes the protocol; it has no state. */
    public CdcsProtocol() {
    }

    @Override
    public String name() {
        return "cdcs";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(Generation.OPTION);
    }

    /**
     * The signature alone is more likely one of COS, which is told by its hosts and headers as CDCS is by its own. No client of COS asks
     * for JSON, and ours of CDCS does.
     */
    @Override
    public int recognises(HttpHead head) {
        try {
            int sure = QSign.isIn(head) ? 50 : 0;
            sure += CdcsNames.isVendors(head.host()) || hasHeaders(head) ? 45 : 0;
            sure += sure > 0 && Generation.wanted(head, Generation.XML) == Generation.JSON ? 30 : 0;
            Query query = head.query();
            return sure == 0 && (query.has("uploads") || query.has("uploadId")) ? 5 : Math.min(sure, 95);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        return CdcsNames.bucket(head);
    }

    @Override
    public void checkBucket(String bucket) {
        CdcsNames.checkBucket(bucket);
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        return CdcsTraits.of(settings.minPart());
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        if (settings.addressing() != Addressing.PATH) {
            throw new IllegalArgumentException("CDCS names the coffer in the path only: use addressing=path");
        }
        return new CdcsClient(transport, settings);
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return new CdcsServer(backend, settings);
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return CdcsServer.refusal(head, failure, Clock.systemUTC().instant());
    }

    private static boolean hasHeaders(HttpHead head) {
        return head.headers().fields().stream().anyMatch(field -> field.getKey().toLowerCase(Locale.ROOT).startsWith(CdcsHeaders.PREFIX));
    }
}
