package io.github.chunkupload.component;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectStore;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract through Camel from end to end: producer, camel-http, a socket, Undertow, consumer, a route, and the disk behind it. All
 * tests share one context; each has a bucket of its own, which is empty when it begins.
 */
class CamelComponentContractTest extends ObjectStoreContract {

    @TempDir
    private static Path directory;
    private static Node node;
    private static int buckets;
    private String bucket;
    private ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        node = new Node(directory);
        node.route(node.gateway("*", "&baseHosts=127.0.0.1&minPartSize=100&fsync=never"), "gateway", exchange -> { });
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void open() {
        bucket = "photos" + ++buckets + "-1250000000";
        store = new CamelStore(node, "&minPartSize=100&partSize=1000&maxAttempts=1");
    }

    @AfterEach
    void forget() {
        node.forget(bucket);
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }

    /** As COS, which does not tell when a bucket was made. */
    @Override
    public boolean datesBuckets() {
        return false;
    }
}
