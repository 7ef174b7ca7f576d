package io.github.chunkupload.examples.quickstart;

/** One protocol from the inbox to the route behind the gateway, as two endpoint URIs. */
record Road(String protocol, String bucket, String serverUri, String accessKey, String secretKey) {

    static final String PART_SIZE = "4MB";

    /** Returns where clients find the gateway. */
    String endpoint() {
        return serverUri.substring(serverUri.indexOf(':') + 1);
    }

    /** Returns the endpoint that sends; its journal and the like stand below {@code home}. */
    String sender(String home) {
        return "chunkupload:" + protocol + ":" + bucket + "?endpoint=" + endpoint() + "&" + credentials() + "&partSize=" + PART_SIZE
            + "&parallelParts=4&journalDirectory=RAW(" + home + "/journal)&transferListeners=#scoreboard";
    }

    /** Returns the endpoint that receives. */
    String receiver(String home) {
        return "chunkupload:" + protocol + ":" + bucket + "?serverUri=RAW(" + serverUri + ")&" + credentials() + "&dataDirectory=RAW("
            + home + "/gateway)&afterDelivery=delete";
    }

    private String credentials() {
        return "accessKey=RAW(" + accessKey + ")&secretKey=RAW(" + secretKey + ")";
    }

    @Override
    public String toString() {
        return protocol + ":" + bucket;
    }
}
