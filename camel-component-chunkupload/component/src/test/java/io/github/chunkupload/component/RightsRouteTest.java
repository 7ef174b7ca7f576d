package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Option {@code credentialsFile}: who may do what, changed while the gateway runs. */
class RightsRouteTest {

    @TempDir
    private Path directory;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Processor route = exchange -> received.add(exchange.getMessage().getBody(String.class));
    private Path users;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
        users = directory.resolve("users.properties");
        Files.writeString(users, "me.secretKey = s3cr+t/\nme.rights = write " + Node.BUCKET + "/in/\n");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void gateway(String options) throws Exception {
        node.route("chunkupload:cos:" + Node.BUCKET + "?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + directory.resolve("data")
            + options, "gateway", route);
    }

    private Failure refusal(Exchange exchange) {
        return exchange.getException(UploadException.class).kind();
    }

    @Test
    void aKeyUploadsWhereItMayAndItsRightsChangeWhileTheGatewayRuns() throws Exception {
        gateway("&credentialsFile=" + users);
        node.call(node.to("&key=in/a"), "allowed", Map.of());
        assertThat(refusal(node.send(node.to("&key=out/a"), "forbidden", Map.of()))).isEqualTo(Failure.FORBIDDEN);
        assertThat(refusal(node.send(node.to("&operation=getObject&key=in/a"), null, Map.of()))).isEqualTo(Failure.FORBIDDEN);

        Files.writeString(users, "me.secretKey = s3cr+t/\nme.rights = read,write " + Node.BUCKET + "\n");

        node.call(node.to("&key=out/a"), "allowed now", Map.of());
        assertThat(node.call(node.to("&operation=getObject&autoCloseBody=false&key=in/a"), null, Map.of())
            .getMessage().getBody(String.class)).isEqualTo("allowed");
        assertThat(received).containsExactly("allowed", "allowed now");
    }

    @Test
    void keysThatAComponentHasForItsProducersLetNobodyInBesideThoseOfTheFile() throws Exception {
        ChunkUploadConfiguration all = node.context().getComponent("chunkupload", ChunkUploadComponent.class).getConfiguration();
        all.setAccessKey("producer");
        all.setSecretKey("of the store behind");
        gateway("&credentialsFile=" + users);
        node.call(node.to("&key=in/a"), "allowed", Map.of());
        String ours = node.to("&key=in/b&maxAttempts=1").replace("accessKey=me", "accessKey=producer")
            .replaceFirst("secretKey=[^&]*", "secretKey=RAW(of the store behind)");
        assertThat(refusal(node.send(ours, "not let in", Map.of()))).isEqualTo(Failure.UNKNOWN_ACCESS_KEY);
        assertThat(received).containsExactly("allowed");
    }

    @Test
    void aSignatureThatIsMadeForLongerThanIsAcceptedIsRefused() throws Exception {
        gateway("&credentialsFile=" + users + "&signatureLife=30s");
        assertThat(refusal(node.send(node.to("&key=in/a&maxAttempts=1"), "too long", Map.of()))).isEqualTo(Failure.EXPIRED);
        assertThat(received).isEmpty();
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> gateway("&credentialsFile=" + users + "&clockSkew=5"))
            .hasStackTraceContaining("Option clockSkew=5 must be a time of at least a second");
        assertThatThrownBy(() -> gateway("&anonymous=true&credentialsFile=" + users))
            .hasStackTraceContaining("give rights to anonymous callers there");
        assertThatThrownBy(() -> gateway("&accessKey=a&secretKey=b&credentialsFile=" + users))
            .hasStackTraceContaining("Of credentials, credentialsFile and accessKey more than one is set");
        assertThatThrownBy(() -> gateway("&credentialsFile=" + directory.resolve("missing")))
            .hasStackTraceContaining("The file of credentials cannot be read");
        assertThatThrownBy(() -> node.call("chunkupload:cos:" + Node.BUCKET + "?endpoint=http://127.0.0.1:1&key=k&credentialsFile=x", "",
            Map.of())).hasStackTraceContaining("Option credentialsFile is for consumers");
    }
}
