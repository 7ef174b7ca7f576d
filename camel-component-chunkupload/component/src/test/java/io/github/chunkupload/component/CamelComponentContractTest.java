package io.github.chunkupload.component;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.store.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract through Camel from end to end: producer, camel-http, a socket, Undertow, consumer, a route, and the disk behind it. */
class CamelComponentContractTest extends ObjectStoreContract {

    @TempDir
    private Path directory;
    private Node node;
    private ObjectStore store;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
        String any = node.gateway("*", "&defaultBucket=" + Node.BUCKET + "&baseHosts=127.0.0.1&minPartSize=100&fsync=never");
        node.route(any, "gateway", exchange -> { });
        store = new CamelStore(node, "&minPartSize=100&partSize=1000&maxAttempts=1");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public String bucket() {
        return Node.BUCKET;
    }
}
