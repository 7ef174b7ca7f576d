package io.github.chunkupload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own. */
@Timeout(120)
class GatewayIT {

    private static final String BUCKET = "photos-1250000000";
    private static final List<String> PROTOCOLS = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman");

    @TempDir
    private Path directory;

    private Process process;
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void start(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(settings));
        command.addAll(List.of("-Dgateway.routes=" + directory.resolve("routes.yaml"), "-jar", System.getProperty("gateway.jar")));
        lines.clear();
        process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    }

    /** Reads what it prints up to a line with {@code text}, which is returned. */
    private String await(String text) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("It never said '" + text + "' but:\n" + String.join("\n", lines));
    }

    private static String last(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private int stop() throws IOException, InterruptedException {
        process.toHandle().destroy();
        await("Ended.");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String uri(String protocol, String url, String access, String secret, String token, String options) {
        return "chunkupload:" + protocol + ":" + BUCKET + "?endpoint=" + url + "&accessKey=RAW(" + access + ")&secretKey=RAW(" + secret
            + ")" + (protocol.equals("cayman") ? "&token=RAW(" + token + ")" : "") + options;
    }

    @Test
    void takesObjectsOfEveryProtocolEndsInOrderAndHasThemAfterwards() throws Exception {
        start("-Dgateway.port=0");
        String url = last(await("Listening on "));
        String access = last(await("  access key "));
        String secret = last(await("  secret key "));
        String token = last(await("  ACCESS-TOKEN "));
        byte[] bytes = new byte[9_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("file"), bytes);
        try (DefaultCamelContext client = new DefaultCamelContext()) {
            client.start();
            ProducerTemplate template = client.createProducerTemplate();
            String journal = "&journalDirectory=" + directory.resolve("journal");
            for (String protocol : PROTOCOLS) {
                template.requestBodyAndHeaders(uri(protocol, url, access, secret, token, journal), file.toFile(),
                    Map.of("CamelChunkUploadKey", "by-" + protocol));
                await(BUCKET + "/by-" + protocol + ": " + bytes.length + " bytes");
            }
            assertThat(stop()).isEqualTo(143);

            start("-Dgateway.port=0");
            String again = last(await("Listening on "));
            for (String protocol : PROTOCOLS) {
                byte[] read = template.requestBodyAndHeader(
                    uri(protocol, again, access, secret, token, "&operation=getObject&autoCloseBody=false" + journal), null,
                    "CamelChunkUploadKey", "by-" + protocol, byte[].class);
                assertThat(read).isEqualTo(bytes);
            }
        }
        stop();
        assertThat(lines).noneMatch(line -> line.contains(secret) || line.contains(token));
        assertThat(directory.resolve("routes.yaml")).exists();
    }

    @Test
    void refusesABadSettingByNameBeforeAnythingStarts() throws Exception {
        start("-Dgateway.prot=1");
        await("Not started: -Dgateway.prot is no setting");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start("-Dgateway.port=" + taken.getLocalPort());
            await("Not started: Cannot listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(lines).noneMatch(line -> line.startsWith("\tat ") || line.contains("ERROR"));
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).noneMatch(line -> line.startsWith("\tat "));
    }
}
