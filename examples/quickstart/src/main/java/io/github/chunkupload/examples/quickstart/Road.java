package io.github.chunkupload.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** One protocol from the inbox to the route behind the gateway, as two endpoint URIs. */
record Road(String protocol, String bucket, String serverUri, String accessKey, String secretKey) {

    static final List<String> PROTOCOLS = List.of("cos", "cdcs", "qingstor", "cayman", "cos-slice");
    static final String PART_SIZE = "4MB";

    /** Returns the road of a protocol to a gateway on {@code port}, with keys made up for it. */
    static Road of(String protocol, int port) {
        String bucket = protocol.equals("qingstor") ? "quickstart" : "quickstart-1250000000";
        return new Road(protocol, bucket, "undertow:http://127.0.0.1:" + port, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }

    /** Returns those of {@code files} that the protocol can carry: CDCS knows no empty objects. */
    Map<String, Path> carried(Map<String, Path> files) throws IOException {
        Map<String, Path> carried = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (!protocol.equals("cdcs") || Files.size(file.getValue()) > 0) {
                carried.put(file.getKey(), file.getValue());
            }
        }
        return carried;
    }

    /** Returns where clients find the gateway. */
    String endpoint() {
        return serverUri.substring(serverUri.indexOf(':') + 1);
    }

    /** Returns the endpoint that sends; its journal and the like stand below {@code home}. */
    String sender(String home) {
        return "chunkupload:" + protocol + ":" + bucket + "?endpoint=" + endpoint() + "&" + credentials() + "&partSize=" + partSize()
            + "&parallelParts=4&journalDirectory=RAW(" + home + "/journal)&transferListeners=#scoreboard";
    }

    /** Returns the endpoint that receives. */
    String receiver(String home) {
        return "chunkupload:" + protocol + ":" + bucket + "?serverUri=RAW(" + serverUri + ")&" + credentials() + "&dataDirectory=RAW("
            + home + "/gateway)&afterDelivery=delete";
    }

    /** Slices of the legacy JSON API have at most 3 MB. */
    private String partSize() {
        return protocol.equals("cos-slice") ? "1MB" : PART_SIZE;
    }

    private String credentials() {
        return "accessKey=RAW(" + accessKey + ")&secretKey=RAW(" + secretKey + ")";
    }

    @Override
    public String toString() {
        return protocol + ":" + bucket;
    }
}
