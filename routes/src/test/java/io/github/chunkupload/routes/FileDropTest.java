package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileDropTest {

    @TempDir
    Path directory;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private Path inbox;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        inbox = Files.createDirectory(directory.resolve("in box"));
        node = new Node(directory).receive("", exchange -> received.add(
            exchange.getMessage().getHeader(ChunkUploadConstants.KEY) + "=" + exchange.getMessage().getBody(String.class)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void drop(Form form, String to, Map<String, String> parameters) throws Exception {
        form.addTo(node.context());
        Map<String, String> all = new HashMap<>(Map.of("directory", inbox.toString(), "to", to, "readLockCheckInterval", "20",
            "delay", "20"));
        all.putAll(parameters);
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(node.context(), ChunkUploadRouteTemplates.FILE_DROP).routeId("drop");
        all.forEach(route::parameter);
        route.add();
    }

    private Path file(String name, String content, int age) throws Exception {
        Path file = Files.writeString(inbox.resolve(name), content);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L - age * 1000L));
    }

    private void awaitFile(String name) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(inbox.resolve(name)));
    }

    @ParameterizedTest
    @EnumSource
    void theOldestFileGoesFirstAndAllAreMovedToDone(Form form) throws Exception {
        file("young", "1", 0);
        file("oldest", "22", 9);
        file("old", "333", 5);

        drop(form, node.to("&parallelUploads=0&keyPrefix=drop/"), Map.of());

        awaitFile(".done/young");
        assertThat(received).containsExactly("drop/oldest=22", "drop/old=333", "drop/young=1");
        assertThat(inbox).isDirectoryContaining("glob:**/.done").isDirectoryNotContaining("glob:**/[!.]*");
    }

    @Test
    void theOrderMayBeThatOfSize() throws Exception {
        file("large", "333", 9);
        file("small", "1", 0);

        drop(Form.YAML, node.to("&parallelUploads=0"), Map.of("order", "file:length", "done", "../sent"));

        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(directory.resolve("sent/large")));
        assertThat(received).containsExactly("small=1", "large=333");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatCannotBeSentIsMovedToFailedAndTheNextOneIsSent(Form form) throws Exception {
        file("bad", "x", 9);
        file("good", "y", 5);
        node.call(node.to("&key=bad"), "there", Map.of());
        received.clear();

        drop(form, node.to("&parallelUploads=0&ifExists=fail"), Map.of());

        awaitFile(".done/good");
        assertThat(inbox.resolve(".failed/bad")).hasContent("x");
        assertThat(received).containsExactly("good=y");
    }

    @Test
    void aFileThatComesAgainUnchangedIsNotSentAgain() throws Exception {
        file("same", "x", 9);
        drop(Form.JAVA, node.to("&parallelUploads=0"), Map.of());
        awaitFile(".done/same");

        file("same", "x", 9);
        file("another", "y", 5);

        awaitFile(".done/another");
        assertThat(received).containsExactly("same=x", "another=y");
    }
}
