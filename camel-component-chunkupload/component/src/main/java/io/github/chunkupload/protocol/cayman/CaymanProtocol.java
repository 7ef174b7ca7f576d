package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.util.List;

/**
 * The object store of DATATOM ({@code cayman}), after the vendor's REST manual 3.0 and as its clients in the field speak: objects written
 * in blocks of at most 4 MiB at any offset, by forms over POST. Bucket and object stand in the form, so a port serves its buckets by
 * what the body says.
 */
public final class CaymanProtocol implements Protocol {

    /** Makes the protocol; it has no state. */
    public CaymanProtocol() {
    }

    @Override
    public String name() {
        return "cayman";
    }

    @Override
    public List<OptionSpec> options() {
        return CaymanOptions.specs();
    }

    @Override
    public boolean takesTokens() {
        return true;
    }

    /** The paths are beyond doubt, but for two of the older generation that others may have too, and so is the Authorization. */
    @Override
    public int recognises(HttpHead head) {
        boolean common = CaymanOperation.isPath(head.rawPath()) && Generation.isCommon(head.rawPath());
        if (CaymanOperation.isPath(head.rawPath()) && !common) {
            return 95;
        }
        if (head.header(CaymanSign.AUTHORIZATION).orElse("").startsWith(CaymanSign.SCHEME)) {
            return 95;
        }
        boolean prefix = head.rawPath().startsWith("/api/cayman/") || head.headers().has(CaymanSign.TOKEN);
        return prefix ? 80 : common ? 30 : 0;
    }

    /** Only a download names its bucket in the head. */
    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        try {
            return CaymanOperation.isPath(head.rawPath()) ? head.query().first("bucket").orElse("") : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public void checkBucket(String bucket) {
        CaymanNames.checkBucket(bucket);
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        return CaymanTraits.of();
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        return new CaymanClient(transport, settings);
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return new CaymanServer(backend, settings);
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return CaymanReplies.refusal(head, failure);
    }
}
