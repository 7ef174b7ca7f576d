package io.github.chunkupload.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files in {@code yaml/} are a whole program for Camel Main: no Java. */
class YamlQuickstartTest {

    @TempDir
    private Path directory;

    @Test
    void fileGoesUpInPartsAndComesOutOfTheGateway() throws Exception {
        byte[] content = new byte[(9 << 20) + 1];
        new Random(3).nextBytes(content);
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.move(Files.write(directory.resolve("arriving"), content), inbox.resolve("a b.bin"));
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:yaml/application.properties");
        main.configure().withRoutesIncludePattern("file:yaml/quickstart.camel.yaml");
        main.addOverrideProperty("quickstart.home", directory.toString());
        main.addOverrideProperty("quickstart.port", String.valueOf(freePort()));
        main.init();
        NotifyBuilder sent = new NotifyBuilder(main.getCamelContext()).fromRoute("send").whenCompleted(1).create();
        main.start();
        try {
            assertThat(sent.matches(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readAllBytes(directory.resolve("received").resolve("a b.bin"))).isEqualTo(content);
            assertThat(inbox.resolve(".camel").resolve("a b.bin")).exists();
        } finally {
            main.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
