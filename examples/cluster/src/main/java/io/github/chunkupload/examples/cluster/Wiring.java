package io.github.chunkupload.examples.cluster;

import java.nio.file.Path;

/**
 * What all nodes have in common. Another queue is another endpoint URI.
 *
 * @param store the endpoint that uploads
 * @param work the queue of claims
 * @param receipts the queue of receipts
 * @param broker the URL of an Artemis broker for the component {@code jms}; empty: the queues need none
 * @param database what outlives the nodes
 * @param shared the directory that all nodes see
 */
record Wiring(String store, String work, String receipts, String broker, Database database, Path shared) {

    static Wiring overArtemis(String store, int brokerPort, Database database, Path shared) {
        return new Wiring(store, "jms:queue:chunkupload.work?transacted=true", "jms:queue:chunkupload.receipts?transacted=true",
            "tcp://127.0.0.1:" + brokerPort + "?initialConnectAttempts=-1&reconnectAttempts=-1&retryInterval=200", database, shared);
    }

    String[] arguments(String name, String roles) {
        return new String[] {name, roles, store, work, receipts, broker, database.url(), shared.toString()};
    }

    static Wiring of(String[] arguments) {
        return new Wiring(arguments[2], arguments[3], arguments[4], arguments[5], new Database(arguments[6]), Path.of(arguments[7]));
    }
}
