package io.github.chunkupload.examples.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * What the user sets by {@code -D}. Everything has a default: then all runs on this machine, on free ports.
 *
 * @param near what clients speak to the relay, and where
 * @param far what the relay speaks to the store behind, and where
 * @param hosted whether the store behind is started here too
 * @param receive {@code objects}: store and forward; {@code operations}: call by call
 * @param file to be sent through; empty: one is made
 * @param serve whether the relay runs until it is ended, and nothing is sent
 */
record Settings(Side near, Side far, boolean hosted, String receive, Optional<Path> file, boolean serve) {

    static final List<String> PROTOCOLS = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman");

    /**
     * One side of the relay.
     *
     * @param protocol what is spoken there
     * @param bucket of the objects
     * @param endpoint such as {@code http://127.0.0.1:9000}
     * @param accessKey of the client there
     * @param secretKey of the client there
     * @param options more of the endpoint, such as {@code &region=ap-guangzhou}
     */
    record Side(String protocol, String bucket, String endpoint, String accessKey, String secretKey, String options) {

        String credentials() {
            return "accessKey=RAW(" + accessKey + ")&secretKey=RAW(" + secretKey + ")";
        }

        /** Returns the URI of a producer; legacy slices and blocks are small. */
        String client() {
            String partSize = protocol.equals("cos-slice") || protocol.equals("cayman") ? "1MB" : "4MB";
            return "chunkupload:" + protocol + ":" + bucket + "?endpoint=" + endpoint + "&" + credentials() + "&partSize=" + partSize
                + options;
        }

        /** Returns the URI of a consumer, but for what becomes of the objects. */
        String server() {
            return "chunkupload:" + protocol + ":" + bucket + "?serverUri=RAW(undertow:" + endpoint + ")&" + credentials()
                + "&defaultBucket=" + bucket;
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException when one makes no sense, with words for the user
     */
    static Settings of(Properties set) throws IOException {
        String endpoint = set.getProperty("endpoint", "");
        String receive = one(set, "receive", "objects", List.of("objects", "operations"));
        Side near = side(set, "from", "cos", "bucket", "in-1250000000", set.getProperty("listen", loopback()), "near");
        Side far = side(set, "to", "qingstor", "toBucket", "out-1250000000", endpoint.isEmpty() ? loopback() : endpoint, "far");
        Optional<Path> file = Optional.ofNullable(set.getProperty("file")).filter(name -> !name.isBlank()).map(Path::of);
        return new Settings(near, far, endpoint.isEmpty(), receive, file, Boolean.parseBoolean(set.getProperty("serve", "false")));
    }

    private static Side side(Properties set, String protocol, String usual, String bucket, String named, String endpoint, String side) {
        return new Side(one(set, protocol, usual, PROTOCOLS), set.getProperty(bucket, named), endpoint,
            set.getProperty(side + ".accessKey", UUID.randomUUID().toString()),
            set.getProperty(side + ".secretKey", UUID.randomUUID().toString()), set.getProperty(side + ".options", ""));
    }

    private static String one(Properties set, String name, String usual, List<String> known) {
        String value = set.getProperty(name, usual);
        if (!known.contains(value)) {
            throw new IllegalArgumentException("-D" + name + "=" + value + " is none of " + String.join(", ", known));
        }
        return value;
    }

    private static String loopback() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
