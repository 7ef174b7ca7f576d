package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.ChunkUploadOperation;
import io.github.chunkupload.routes.Document.Block;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The routes in the README, in docs and in the component's page start as they are written there. */
class DocumentedRoutesTest {

    private static final Set<String> LANGUAGES = Set.of("java", "xml", "yaml");
    private static final Set<String> OPERATIONS =
        Arrays.stream(ChunkUploadOperation.values()).map(ChunkUploadOperation::token).collect(Collectors.toSet());

    private static List<Block> blocks;
    private static DocumentedRoutes routes;

    @BeforeAll
    static void compile(@TempDir Path directory) throws Exception {
        blocks = Document.blocks(LANGUAGES);
        routes = new DocumentedRoutes(directory, blocks);
        Files.writeString(directory.resolve("credentials.properties"), rights());
    }

    /** The file of rights that the page about security shows, beside the route that reads it. */
    private static String rights() throws Exception {
        return Document.blocks(Document.ROOT.resolve("camel-component-chunkupload/docs/security.md")).stream()
            .filter(block -> block.language().equals("properties")).findFirst().orElseThrow().text();
    }

    /** Those of the operations are run, by {@link DocumentedOperationsTest}. */
    static Stream<Block> started() {
        return blocks.stream().filter(Block::routes).filter(block -> !OPERATIONS.contains(block.title()));
    }

    @ParameterizedTest
    @MethodSource("started")
    void startsAsItIsWritten(Block block) throws Exception {
        try (DefaultCamelContext context = routes.context(List.of(block), settings(block))) {
            context.addRoutes(new ChunkUploadRouteTemplates());
            routes.add(context, block);
            context.start();

            assertThat(context.getRoutes()).isNotEmpty().extracting(Route::getRouteId)
                .allSatisfy(id -> assertThat(context.getRouteController().getRouteStatus(id)).isEqualTo(ServiceStatus.Started));
        }
    }

    /** The component's page has its store and its keys on the component. */
    static Properties settings(Block block) throws Exception {
        Properties settings = new Properties();
        if (Document.ROOT.resolve(block.document()).equals(Document.PAGE)) {
            settings.load(new StringReader(Document.blocks(Document.PAGE).stream()
                .filter(example -> example.language().equals("properties")).findFirst().orElseThrow().text()));
        }
        return settings;
    }

    @Test
    void theChineseReadmeShowsWhatTheEnglishOneShows() throws Exception {
        List<String> english = Document.blocks(Document.ROOT.resolve("README.md")).stream().map(Block::text).toList();

        assertThat(Document.blocks(Document.ROOT.resolve("camel-component-chunkupload/docs/README.zh.md"))).isNotEmpty()
            .allSatisfy(block -> assertThat(english).contains(block.text()));
    }

    @Test
    void whatIsNoRouteIsMarkedAndNothingElseIs() {
        assertThat(blocks).filteredOn(block -> !block.routes()).hasSize(2)
            .allSatisfy(block -> assertThat(block.text()).startsWith("<dependency>"));
        assertThat(started()).as("routes that are started").hasSizeGreaterThanOrEqualTo(20);
    }
}
