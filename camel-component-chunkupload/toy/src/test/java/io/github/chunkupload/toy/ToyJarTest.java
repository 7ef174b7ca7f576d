package io.github.chunkupload.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The toy is added as anybody would add a protocol: its jar is put on the class path, and nothing else is said. */
@Timeout(60)
class ToyJarTest {

    private static final String SERVICE = "META-INF/services/org/apache/camel/chunkupload/toy";

    @TempDir
    private Path directory;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory, "toy");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void receive(String uri) throws Exception {
        node.route(uri, "gateway", e -> received.add(e.getMessage().getHeader(ChunkUploadConstants.KEY) + " "
            + e.getMessage().getBody(byte[].class).length));
    }

    private String any(String options) {
        return node.gateway(Node.BUCKET, options).replace("chunkupload:toy:", "chunkupload:any:");
    }

    @Test
    void theJarHoldsOnePackageAndOneServiceFileAndNothingElse() throws Exception {
        Path place = Path.of(ToyProtocol.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertThat(place).isRegularFile();
        try (JarFile jar = new JarFile(place.toFile())) {
            List<String> files = jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName)
                .filter(name -> !name.equals(JarFile.MANIFEST_NAME) && !name.startsWith("META-INF/maven/")).toList();
            assertThat(files).contains(SERVICE)
                .allSatisfy(name -> assertThat(name).matches("io/github/chunkupload/toy/\\w+(\\$\\w+)?\\.class|" + SERVICE));
        }
        assertThat(node.context().getRegistry().findByType(ToyProtocol.class)).as("beans").isEmpty();
    }

    @Test
    void aRouteFindsItByItsNameInBothDirections() throws Exception {
        receive(node.gateway(Node.BUCKET, "&protocol.partSize=500"));

        Exchange sent = node.call(node.to("&key=a"), new byte[1300], Map.of());

        assertThat(sent.getMessage().getHeader(ChunkUploadConstants.PARTS)).as("parts of the size that the option says").isEqualTo(3);
        assertThat(received).containsExactly("a 1300");
    }

    @Test
    void aPortOfAnySpeaksItBesideTheOthersWhenTold() throws Exception {
        receive(any("&protocols=toy&protocol.partSize=500"));

        node.call(node.to("&key=a"), new byte[1300], Map.of());
        node.call(node.to("&key=b").replace("chunkupload:toy:", "chunkupload:cos:"), new byte[7], Map.of());

        assertThat(received).containsExactly("a 1300", "b 7");
    }

    @Test
    void aPortOfAnyDoesNotSpeakItUnlessTold() throws Exception {
        receive(any(""));

        HttpResponse<String> refusal = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.port() + "/toy/" + Node.BUCKET + "/a")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(refusal.statusCode()).isEqualTo(404);
        assertThat(refusal.body()).doesNotContain("toy").contains("cos-slice");
    }

    @Test
    void anOptionThatItDoesNotHaveIsRefusedNamingThoseItHas() {
        assertThatThrownBy(() -> receive(node.gateway(Node.BUCKET, "&protocol.partsize=500")))
            .hasStackTraceContaining("Protocol toy has no option protocol.partsize; it has [partSize, serial]");
        assertThatThrownBy(() -> receive(any("&protocols=toy&protocol.colour=red")))
            .hasStackTraceContaining("has an option protocol.colour").hasStackTraceContaining("partSize");
        assertThatThrownBy(() -> receive(node.gateway(Node.BUCKET, "&protocol.partSize=555")))
            .hasStackTraceContaining("partSize must be a multiple of 100");
    }

    @Test
    void aNameThatNobodyHasIsRefusedSayingWhereItWasLookedFor() {
        assertThatThrownBy(() -> receive(any("&protocols=toy,train")))
            .hasStackTraceContaining("Unknown protocol 'train'").hasStackTraceContaining(SERVICE.replace("toy", "train"));
    }
}
