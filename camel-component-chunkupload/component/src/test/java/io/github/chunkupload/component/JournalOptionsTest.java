package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.transfer.JdbcJournal;
import io.github.chunkupload.transfer.MemoryJournal;
import io.github.chunkupload.transfer.UploadJournal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.util.FileUtil;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a producer writes down what is under way. */
class JournalOptionsTest {

    @TempDir
    Path directory;

    private final JdbcDataSource database = new JdbcDataSource();
    private StoreServer server;
    private Node node;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = new StoreServer(directory.resolve("store"));
        node = new Node(directory);
        file = Files.write(directory.resolve("file"), new byte[5 * StoreServer.PART]);
        database.setURL("jdbc:h2:mem:options;DB_CLOSE_DELAY=-1");
        node.context().getRegistry().bind("database", database);
    }

    @AfterEach
    void stop() {
        node.close();
        server.close();
    }

    /** Uploads as far as the server takes parts, then again: what the journal knows is not sent a second time. */
    private void resumes(String options, UploadJournal same) throws Exception {
        String uri = server.to("&key=k&maxAttempts=1&parallelParts=1" + options);
        server.line(call -> call.head().query().first("partNumber").filter("3"::equals).isPresent() ? StoreServer.reply(403)
            : Optional.empty());
        assertThat(node.send(uri, file.toFile(), Map.of()).getException()).isNotNull();
        assertThat(same.entries()).singleElement().satisfies(entry -> assertThat(entry.parts()).containsOnlyKeys(0, 1));

        server.line(call -> Optional.empty());
        Exchange again = node.call(uri, file.toFile(), Map.of());

        assertThat(again.getMessage().getHeader(ChunkUploadConstants.RESUMED)).isEqualTo(2);
        assertThat(same.entries()).isEmpty();
    }

    @Test
    void uploadsAreWrittenDownInADatabase() throws Exception {
        try (JdbcJournal same = JdbcJournal.open(database)) {
            resumes("&journalDataSource=#database", same);
        }
    }

    @Test
    void uploadsAreWrittenDownByABean() throws Exception {
        MemoryJournal same = new MemoryJournal();
        node.context().getRegistry().bind("memory", same);
        resumes("&journal=#memory", same);
    }

    /** Uploads as far as the server takes parts, and returns what is logged meanwhile of where that is written down. */
    private List<String> interrupted(String... options) {
        server.line(call -> StoreServer.isPart(call) ? StoreServer.reply(403) : Optional.empty());
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (String each : options) {
                assertThat(node.send(server.to("&key=k&maxAttempts=1" + each), file.toFile(), Map.of()).getException()).isNotNull();
            }
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("written down in")).toList();
    }

    private static void assertOneUploadForTheOwnerOnly(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            Path entry = files.filter(each -> each.toString().endsWith(".upload")).findAny().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry))).isEqualTo("rw-------");
        }
    }

    @Test
    void byDefaultUploadsAreWrittenDownInADirectoryOfTheContextWhichIsLoggedOnce() throws Exception {
        Path journal = Path.of(".chunkupload", node.context().getName()).toAbsolutePath();
        try {
            assertThat(interrupted("", "&parallelParts=1")).singleElement().asString().contains(journal.toString());
            assertOneUploadForTheOwnerOnly(journal);
        } finally {
            node.close();
            FileUtil.removeDir(journal.getParent().toFile());
        }
    }

    @Test
    void inKarafUploadsAreWrittenDownInItsDirectoryForData() throws Exception {
        System.setProperty("karaf.data", directory.resolve("karaf").toString());
        try {
            interrupted("");
            assertOneUploadForTheOwnerOnly(directory.resolve("karaf/chunkupload"));
        } finally {
            System.clearProperty("karaf.data");
        }
    }

    @Test
    void twoPlacesAtOnceAreRefused() {
        assertThatThrownBy(() -> node.call(server.to(directory, "&journalDataSource=#database"), "x", Map.of()))
            .hasStackTraceContaining("Of journal, journalDataSource and journalDirectory only one can be set");
    }
}
