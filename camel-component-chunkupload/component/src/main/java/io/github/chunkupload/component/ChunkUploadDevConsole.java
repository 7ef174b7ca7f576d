package io.github.chunkupload.component;

import io.github.chunkupload.gateway.Tally;
import io.github.chunkupload.store.UploadProgress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The developer console {@code chunkupload}: gateways with their open uploads, endpoints that send, and the uploads that run. */
@DevConsole(name = "chunkupload", displayName = "ChunkUpload", description = "Gateways, endpoints and uploads in parts")
public final class ChunkUploadDevConsole extends AbstractDevConsole {

    private static final int MOST = 100;

    /** Made by Camel. */
    public ChunkUploadDevConsole() {
        super("camel", "chunkupload", "ChunkUpload", "Gateways, endpoints and uploads in parts");
    }

    private List<GatewayStatus> gateways() {
        return getCamelContext().getRoutes().stream().map(Route::getConsumer).filter(ChunkUploadConsumer.class::isInstance)
            .map(ChunkUploadConsumer.class::cast).map(ChunkUploadConsumer::status).flatMap(Optional::stream).toList();
    }

    /** Returns the endpoints that have sent something or tried to. */
    private List<ChunkUploadEndpoint> senders() {
        return getCamelContext().getEndpoints().stream().filter(ChunkUploadEndpoint.class::isInstance).map(ChunkUploadEndpoint.class::cast)
            .filter(endpoint -> endpoint.getConfiguration().getEndpoint() != null).toList();
    }

    private List<String> running() {
        return senders().stream().map(ChunkUploadEndpoint::getComponent).distinct()
            .map(ChunkUploadComponent::runningUploads).flatMap(Collection::stream).toList();
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (GatewayStatus gateway : gateways()) {
            Tally tally = gateway.tally();
            text.append("Gateway ").append(gateway.name()).append(" (route ").append(gateway.route()).append("): ")
                .append(gateway.uploadsOpen()).append(" uploads open, ").append(tally.inWork()).append(" requests in work, ")
                .append(tally.requests()).append(" answered, ").append(tally.refused()).append(" refused, ")
                .append(tally.bytesIn()).append(" bytes in, ").append(tally.bytesOut()).append(" out, ")
                .append(gateway.outboxBacklog()).append(" objects in the outbox\n");
            gateway.progress(MOST).forEach(progress -> text.append("    ").append(GatewayStatus.text(progress)).append('\n'));
            gateway.scrubber().ifPresent(scrubber -> text.append("    ").append(gateway.scrubText()).append('\n'));
            gateway.scrubbed().damaged().forEach(damage -> text.append("    Damaged: ").append(GatewayStatus.text(damage)).append('\n'));
            gateway.refusals().forEach(refusal -> text.append("    ").append(refusal).append('\n'));
            tally.lastFault().ifPresent(fault -> text.append("    Last error: ").append(fault).append('\n'));
        }
        for (ChunkUploadEndpoint endpoint : senders()) {
            Traffic traffic = endpoint.traffic();
            text.append("Endpoint ").append(name(endpoint)).append(": ").append(traffic.completed()).append(" uploads made, ")
                .append(traffic.failed()).append(" failed, ").append(traffic.parts()).append(" parts of ").append(traffic.bytes())
                .append(" bytes sent, ").append(traffic.retries()).append(" retries\n");
        }
        running().forEach(upload -> text.append("Sending ").append(upload).append('\n'));
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray gateways = new JsonArray();
        gateways().stream().map(ChunkUploadDevConsole::json).forEach(gateways::add);
        JsonArray endpoints = new JsonArray();
        senders().stream().map(ChunkUploadDevConsole::json).forEach(endpoints::add);
        JsonArray running = new JsonArray();
        running.addAll(running());
        JsonObject root = new JsonObject();
        root.put("gateways", gateways);
        root.put("endpoints", endpoints);
        root.put("running", running);
        return root;
    }

    private static JsonObject json(GatewayStatus gateway) {
        Tally tally = gateway.tally();
        JsonArray uploads = new JsonArray();
        gateway.progress(MOST).stream().map(ChunkUploadDevConsole::json).forEach(uploads::add);
        JsonArray damaged = new JsonArray();
        gateway.scrubbed().damaged().stream().map(GatewayStatus::text).forEach(damaged::add);
        JsonObject json = new JsonObject();
        json.put("route", gateway.route());
        json.put("name", gateway.name());
        json.put("uploadsOpen", gateway.uploadsOpen());
        json.put("requestsInWork", tally.inWork());
        json.put("requests", tally.requests());
        json.put("refused", tally.refused());
        json.put("parts", tally.parts());
        json.put("bytesIn", tally.bytesIn());
        json.put("bytesOut", tally.bytesOut());
        json.put("outbox", gateway.outboxBacklog());
        json.put("usableSpace", gateway.usableSpace());
        json.put("notRelayed", new JsonArray(gateway.refusals()));
        json.put("scrub", gateway.scrubText());
        json.put("damaged", damaged);
        json.put("lastError", gateway.lastError());
        json.put("uploads", uploads);
        JsonArray arrivals = new JsonArray();
        tally.arrivals().stream().map(ChunkUploadDevConsole::json).forEach(arrivals::add);
        json.put("arrivals", arrivals);
        JsonArray refusals = new JsonArray();
        tally.refusals().stream().map(ChunkUploadDevConsole::json).forEach(refusals::add);
        json.put("refusals", refusals);
        return json;
    }

    private static JsonObject json(Tally.Arrival arrival) {
        JsonObject json = new JsonObject();
        json.put("time", arrival.time().toString());
        json.put("bucket", arrival.object().bucket());
        json.put("key", arrival.object().key());
        json.put("size", arrival.size());
        return json;
    }

    /** What a client chose to send is left out, but for the path: no query, header or body, and so no signature or token. */
    private static JsonObject json(Tally.Fault fault) {
        JsonObject json = new JsonObject();
        json.put("time", fault.time().toString());
        json.put("id", fault.request().id());
        json.put("protocol", fault.request().protocol());
        json.put("method", fault.request().method());
        json.put("path", fault.request().path());
        json.put("status", fault.request().status());
        fault.request().failure().ifPresent(kind -> json.put("failure", kind.name()));
        json.put("fault", fault.request().isFault());
        return json;
    }

    private static JsonObject json(UploadProgress progress) {
        JsonObject json = new JsonObject();
        json.put("bucket", progress.upload().object().bucket());
        json.put("key", progress.upload().object().key());
        json.put("uploadId", progress.upload().uploadId());
        json.put("stored", progress.stored());
        progress.size().ifPresent(size -> json.put("size", size));
        json.put("initiated", progress.initiated().toString());
        return json;
    }

    private static JsonObject json(ChunkUploadEndpoint endpoint) {
        Traffic traffic = endpoint.traffic();
        JsonObject json = new JsonObject();
        json.put("name", name(endpoint));
        json.put("uploadsCompleted", traffic.completed());
        json.put("uploadsFailed", traffic.failed());
        json.put("parts", traffic.parts());
        json.put("bytes", traffic.bytes());
        json.put("retries", traffic.retries());
        json.put("lastError", traffic.lastError());
        return json;
    }

    private static String name(ChunkUploadEndpoint endpoint) {
        return endpoint.storeName() + " " + endpoint.getBucket();
    }
}
