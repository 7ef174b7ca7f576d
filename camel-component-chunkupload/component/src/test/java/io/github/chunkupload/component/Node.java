package io.github.chunkupload.component;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with a gateway on a free port and a producer for it: what a user runs in two routes. */
public final class Node implements AutoCloseable {

    public static final String BUCKET = "photos-1250000000";
    public static final String KEYS = "accessKey=me&secretKey=RAW(s3cr+t/)";

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Path directory;
    private final String protocol;

    /** Starts a context without routes that keeps everything below {@code directory}. */
    public Node(Path directory) throws Exception {
        this(directory, "cos");
    }

    /** As {@link #Node(Path)}, with gateway and producer speaking {@code protocol}. */
    public Node(Path directory, String protocol) throws Exception {
        this.protocol = protocol;
        this.directory = directory;
        context.getShutdownStrategy().setTimeout(10);
        context.start();
        template = context.createProducerTemplate();
    }

    /** Starts a gateway for {@link #BUCKET} that hands objects to {@code received}; its route is named {@code gateway}. */
    public Node receive(String options, Processor received) throws Exception {
        return route(gateway(BUCKET, options), "gateway", received);
    }

    public String gateway(String bucket, String options) {
        return "chunkupload:" + protocol + ":" + bucket + "?serverUri=undertow:http://127.0.0.1:0&" + KEYS
            + "&dataDirectory=" + directory.resolve("data-" + bucket.replace("*", "all")) + options;
    }

    public Node route(String from, String id, Processor processor) throws Exception {
        return add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).routeId(id).process(processor);
            }
        });
    }

    public Node add(RoutesBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    public int port() {
        return port("gateway");
    }

    public int port(String route) {
        return consumer(route).port();
    }

    ChunkUploadConsumer consumer(String route) {
        return (ChunkUploadConsumer) context.getRoute(route).getConsumer();
    }

    ChunkUploadConsumer consumer() {
        return consumer("gateway");
    }

    /** Returns the port of the one gateway in {@code context}, whatever its route is named. */
    public static int portOf(CamelContext context) {
        return context.getRoutes().stream().map(Route::getConsumer).filter(ChunkUploadConsumer.class::isInstance)
            .mapToInt(consumer -> ((ChunkUploadConsumer) consumer).port()).findFirst().orElseThrow();
    }

    /** Returns the URI of a producer for the gateway. */
    public String to(String options) {
        return to(BUCKET, options);
    }

    public String to(String bucket, String options) {
        return "chunkupload:" + protocol + ":" + bucket + "?endpoint=http://127.0.0.1:" + port() + "&" + KEYS
            + "&journalDirectory=" + directory.resolve("journal") + options;
    }

    /** Sends and returns the exchange, failed or not. */
    public Exchange send(String uri, Object body, Map<String, ?> headers) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    /** Sends, and throws what failed. */
    public Exchange call(String uri, Object body, Map<String, ?> headers) throws Exception {
        Exchange exchange = send(uri, body, headers);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    /** Stops and drops all producers, and the endpoints of {@code bucket}. */
    void forget(String bucket) {
        template.stop();
        context.getEndpoints().stream().filter(endpoint -> endpoint.getEndpointUri().contains(bucket)).forEach(this::drop);
        template.start();
    }

    private void drop(Endpoint endpoint) {
        try {
            context.removeEndpoint(endpoint);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public CamelContext context() {
        return context;
    }

    @Override
    public void close() {
        context.stop();
    }
}
