package io.github.chunkupload.component;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** A store that speaks every protocol, and in front of it one gateway for each protocol that its uploads are relayed by. */
final class RelayHouse implements AutoCloseable {

    /** A wire style with what tells it from others of its protocol. */
    enum Style {
        COS("cos", "", "4MB"),
        CDCS("cdcs", "", "4MB"),
        QINGSTOR("qingstor", "", "4MB"),
        SLICE_V1("cos-slice", "&protocol.dialect=v1", "1MB"),
        SLICE_V2("cos-slice", "&protocol.dialect=v2", "1MB"),
        CAYMAN("cayman", "", "1MB");

        private final String protocol;
        private final String options;
        private final String partSize;

        Style(String protocol, String options, String partSize) {
            this.protocol = protocol;
            this.options = options;
            this.partSize = partSize;
        }

        String protocol() {
            return protocol;
        }

        /** An address of its own, so that each gateway has its own port. */
        private String host() {
            return "127.0.0." + (2 + ordinal());
        }
    }

    private static final String SERVER = "&serverUri=undertow:http://%s:0&defaultBucket=" + Node.BUCKET;
    private static final String FAR_KEYS = "accessKey=far&secretKey=RAW(else+/)";

    private final Node node;
    private final Path directory;
    private final String receive;

    /** Opens the store and, for each style, a gateway with {@code receive} that hands on to it. */
    RelayHouse(Path directory, String receive) throws Exception {
        this.directory = directory;
        this.receive = receive;
        node = new Node(directory);
        node.route("chunkupload:any:*?receive=none&fsync=never&baseHosts=127.0.0.1&" + FAR_KEYS + "&dataDirectory="
            + directory.resolve("far") + SERVER.formatted("127.0.0.1"), "far", exchange -> { });
        for (Style out : Style.values()) {
            open(out, receive);
        }
    }

    private void open(Style out, String options) throws Exception {
        String from = "chunkupload:any:" + Node.BUCKET + "?" + Node.KEYS + SERVER.formatted(out.host())
            + options.replace("DATA", directory.resolve("near-" + out).toString());
        String to = far(out, "&maxAttempts=2");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).routeId(out.name()).to(to);
            }
        });
    }

    Node node() {
        return node;
    }

    /** Returns the URI of a producer that speaks {@code out} to the store. */
    String far(Style out, String options) {
        return "chunkupload:" + out.protocol + ":" + Node.BUCKET + "?endpoint=http://127.0.0.1:" + node.port("far") + "&" + FAR_KEYS
            + "&partSize=" + out.partSize + "&journalDirectory=" + directory.resolve("journal") + out.options + options;
    }

    /** Returns the URI of a client that speaks {@code in} to the gateway that relays by {@code out}. */
    String near(Style in, Style out, String options) {
        return "chunkupload:" + in.protocol + ":" + Node.BUCKET + "?endpoint=http://" + out.host() + ":" + node.port(out.name()) + "&"
            + Node.KEYS + "&partSize=" + in.partSize + "&journalDirectory=" + directory.resolve("journal") + in.options + options;
    }

    /** Returns a client of the gateway, as the producer of {@link #near} has one. */
    StoreClient client(Style in, Style out, String options) {
        ChunkUploadEndpoint endpoint = node.context().getEndpoint(near(in, out, options), ChunkUploadEndpoint.class);
        return StoreClient.open(node.context(), endpoint.protocolNamed(in.protocol), endpoint.getConfiguration(), Clock.systemUTC());
    }

    /** Stops the gateway that relays by {@code out}, forgets it, and opens another. */
    void reopen(Style out) throws Exception {
        node.context().getRouteController().stopRoute(out.name());
        node.context().removeRoute(out.name());
        open(out, receive);
    }

    /** Reads an object of the store. */
    Message stored(String key) throws Exception {
        Exchange read = node.call(far(Style.COS, "&autoCloseBody=false&operation=getObject"), null, Map.of(ChunkUploadConstants.KEY, key));
        return read.getMessage();
    }

    @Override
    public void close() {
        node.close();
    }
}
