package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel route that uploads. */
final class CamelUploads implements Uploads {

    private final CamelContext camel;
    private final ProducerTemplate template;
    private final Object body;

    private CamelUploads(CamelContext camel, Object body) {
        this.camel = camel;
        this.template = camel.createProducerTemplate();
        this.body = body;
    }

    static CamelUploads ours(Task task, String where, String more) throws Exception {
        return route(task, oursUri(task, where, more));
    }

    static String oursUri(Task task, String where, String more) {
        long most = where.startsWith("cayman") ? 4 << 20 : where.startsWith("cos-slice") ? 3 << 20 : Long.MAX_VALUE;
        long partSize = Math.min(task.partSize(), most);
        return "chunkupload:" + where + "?endpoint=" + task.endpoint() + "&accessKey=" + Task.ACCESS_KEY + "&secretKey=" + Task.SECRET_KEY
            + "&partSize=" + partSize + "&parallelParts=" + task.parallel() + "&journalDirectory=RAW(" + task.work().resolve("journal")
            + ")" + more;
    }

    static CamelUploads aws(Task task) throws Exception {
        return route(task, awsUri(task, "multiPartUpload=true&partSize=" + task.partSize()));
    }

    static String awsUri(Task task, String more) {
        return "aws2-s3:bench?accessKey=" + Task.ACCESS_KEY + "&secretKey=" + Task.SECRET_KEY + "&region=eu-central-1&overrideEndpoint=true"
            + "&uriEndpointOverride=" + task.endpoint() + "&forcePathStyle=true&" + more;
    }

    static CamelUploads idle() throws Exception {
        return route(null, "mock:nothing");
    }

    private static CamelUploads route(Task task, String to) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").to(to);
            }
        });
        camel.start();
        return new CamelUploads(camel, task == null ? "" : task.file().toFile());
    }

    @Override
    public void upload() throws Exception {
        try {
            template.sendBodyAndHeaders("direct:up", body, Map.of("CamelFileName", "big.bin", "CamelAwsS3Key", "big.bin"));
        } catch (CamelExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        template.close();
        camel.stop();
    }
}
