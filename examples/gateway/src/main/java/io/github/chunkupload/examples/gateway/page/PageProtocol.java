package io.github.chunkupload.examples.gateway.page;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.util.List;

/**
 * The page as one more protocol of the port: that is how its requests are told from those of the others, whose every path may be an
 * object. It is spoken in one direction only, and not to the store.
 */
final class PageProtocol implements Protocol {

    private static final int BEYOND_DOUBT = 100;

    private final PageServer server;

    PageProtocol(PageServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of();
    }

    /** Whoever signs a request means a bucket or an object. */
    @Override
    public int recognises(HttpHead head) {
        return !head.headers().has("Authorization") && PageServer.isOurs(head) ? BEYOND_DOUBT : 0;
    }

    @Override
    public String bucket(HttpHead head, ServerSettings settings) {
        return "";
    }

    @Override
    public StoreTraits traits(ServerSettings settings) {
        throw refused();
    }

    @Override
    public ObjectStore client(HttpTransport transport, ClientSettings settings) {
        throw new IllegalArgumentException("The page is for browsers: nothing can be sent by it. Send by cayman, as the page does");
    }

    @Override
    public HttpHandler server(Backend backend, ServerSettings settings) {
        return server;
    }

    @Override
    public HttpReply refuse(HttpHead head, UploadException failure) {
        return PageServer.refusal(head, failure);
    }

    private static UploadException refused() {
        return UploadException.of(Failure.UNSUPPORTED, "The page is no store and nothing can be relayed to it");
    }
}
