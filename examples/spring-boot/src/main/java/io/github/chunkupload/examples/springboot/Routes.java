package io.github.chunkupload.examples.springboot;

import org.apache.camel.builder.RouteBuilder;

/** Two routes: a directory to a store, and what clients upload here to a directory. */
final class Routes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{example.home}}/outbox?readLock=changed&moveFailed=.failed").routeId("drop")
            .to("chunkupload:cos:{{example.bucket}}")
            .log("Sent ${header.CamelFileName}: ${header.CamelChunkUploadSize} bytes, proved by ${header.CamelChunkUploadProof}");

        from("chunkupload:cos:{{example.bucket}}").routeId("gateway")
            .to("file:{{example.home}}/received");
    }
}
