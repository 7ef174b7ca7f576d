package io.github.chunkupload.component;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.nio.file.Path;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract for the store behind a route: every call is an exchange, which a producer sends to a gateway with a disk. A subclass names
 * the protocol of producer and gateway. All tests share one context; each has a bucket of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RelayContract extends ObjectStoreContract {

    private Node node;
    private int buckets;
    private String bucket;
    private RouteStore store;

    @Override
    public boolean relays() {
        return true;
    }

    /** Returns the name of the protocol. */
    abstract String protocol();

    /** Returns options of the producer. */
    String options() {
        return "";
    }

    @BeforeAll
    final void start(@TempDir Path directory) throws Exception {
        node = new Node(directory, protocol());
        node.route(node.gateway("*", "&receive=none&minPartSize=100&fsync=never&baseHosts=127.0.0.1"), "gateway", exchange -> { });
        String far = node.to("${header.CamelChunkUploadBucket}", "&minPartSize=100&maxAttempts=1" + options());
        String all = far.replace("${header.CamelChunkUploadBucket}", "all-1250000000");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:relay").routeId("relay").choice()
                    .when(header(ChunkUploadConstants.OPERATION).isEqualTo("listBuckets")).to(all)
                    .otherwise().to("direct:one");
                from("direct:one").doTry().toD(far).doCatch(ResolveEndpointFailedException.class)
                    .throwException(UploadException.of(Failure.INVALID_BUCKET, "No endpoint for this bucket"));
            }
        });
    }

    @AfterAll
    final void stop() {
        node.close();
    }

    @BeforeEach
    final void open() {
        bucket = "photos" + ++buckets + "-1250000000";
        store = new RouteStore(new RouteCalls((DefaultConsumer) node.context().getRoute("relay").getConsumer()));
        store.traits(bucket);
    }

    @Override
    public final ObjectStore store() {
        return store;
    }

    @Override
    public final String bucket() {
        return bucket;
    }
}
