package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.protocol.OptionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The documents name options, headers and files that there are. */
class DocumentsTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Path CATALOG =
        Path.of("src/generated/resources/META-INF/io/github/chunkupload/component/chunkupload.json");
    private static final Path MODULE = Path.of("");
    private static final Path STARTER = Path.of("../spring-boot-starter/src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final Pattern LINK = Pattern.compile("(?:]\\(|link:)([^)#\\s\\[]+)(?:#[^)\\[]*)?[)\\[]");
    private static final Pattern PROPERTY = Pattern.compile("camel\\.(?:component\\.)?chunkupload\\.[a-z0-9.-]*[a-z0-9]");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## `(?<name>[a-z-]+)`: .*?(?=^## |\\z)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `protocol\\.(?<name>\\w+)` \\| (?<told>[^|]*) \\|");
    private static final Pattern HEADER = Pattern.compile("CamelChunkUpload\\w+");
    private static final Pattern SETTING = Pattern.compile("`(\\w+)=\\w+`");
    /** A name in JMX, written like a setting. */
    private static final String OF_JMX = "type";
    /** The default that depends on the heap. */
    private static final String OF_THE_HEAP = "blockMemory";

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return Stream.concat(files.filter(file -> file.toString().endsWith(".md")), Stream.of(Path.of("../../README.md"),
                ReferenceTables.page(MODULE))).toList();
        }
    }

    private static Set<String> names(String part) throws IOException {
        JsonNode told = new ObjectMapper().readTree(CATALOG.toFile()).path(part);
        Set<String> names = new TreeSet<>();
        told.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path document : documents()) {
            assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)).filter(to -> !to.contains("://")))
                .as(document.toString()).allSatisfy(to -> assertThat(document.resolveSibling(to)).exists());
        }
    }

    @Test
    void everyHeaderNamedIsOneOfTheComponent() throws IOException {
        Set<String> headers = names("headers");
        for (Path document : documents()) {
            assertThat(HEADER.matcher(Files.readString(document)).results().map(MatchResult::group)).as(document.toString())
                .isSubsetOf(headers);
        }
    }

    @Test
    void everySettingNamedIsAnOption() throws IOException {
        Set<String> options = names("properties");
        options.addAll(names("componentProperties"));
        options.add(OF_JMX);
        for (String document : List.of("protocols.md", "operations.md", "security.md", "architecture.md", "README.zh.md")) {
            assertThat(SETTING.matcher(Files.readString(DOCS.resolve(document))).results().map(setting -> setting.group(1)))
                .as(document).isSubsetOf(options);
        }
    }

    @Test
    void theTablesOfTheComponentsPageAreCurrent() throws Exception {
        assertThat(Files.readString(ReferenceTables.page(MODULE)))
            .as("mvn -pl camel-component-chunkupload/component process-classes writes them").isEqualTo(ReferenceTables.current(MODULE));
    }

    @Test
    void everyPropertyOfSpringBootIsOnTheComponentsPage() throws IOException {
        assertThat(properties(ReferenceTables.page(MODULE))).isEqualTo(springBoot());
    }

    @Test
    void everyPropertyOfSpringBootNamedIsOneOfTheStarter() throws IOException {
        Set<String> known = springBoot();
        for (Path document : documents()) {
            assertThat(properties(document)).as(document.toString())
                .allMatch(name -> known.contains(name) || known.contains(name.substring(0, name.lastIndexOf('.'))));
        }
    }

    private static Set<String> properties(Path document) throws IOException {
        return PROPERTY.matcher(Files.readString(document)).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Set<String> springBoot() throws IOException {
        Set<String> known = new TreeSet<>();
        new ObjectMapper().readTree(STARTER.toFile()).path("properties").forEach(property -> known.add(property.path("name").asText()));
        return known;
    }

    @Test
    void everyProtocolHasASectionWithAllItsOptionsAndTheirDefaults() throws Exception {
        List<MatchResult> sections = SECTION.matcher(Files.readString(DOCS.resolve("protocols.md"))).results().toList();
        assertThat(sections.stream().map(section -> section.group(1))).containsExactly("cos", "cdcs", "qingstor", "cos-slice", "cayman");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ProtocolLookup lookup = new ProtocolLookup(context);
            for (MatchResult section : sections) {
                List<OptionSpec> options = lookup.find(section.group(1)).options();
                Map<String, String> told = ROW.matcher(section.group()).results()
                    .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2).replace("`", "")));
                assertThat(told.keySet()).as(section.group(1))
                    .isEqualTo(options.stream().map(OptionSpec::name).collect(Collectors.toSet()));
                assertThat(options).filteredOn(option -> !option.defaultValue().isEmpty() && !option.name().equals(OF_THE_HEAP))
                    .allSatisfy(option -> assertThat(told.get(option.name())).isEqualTo(option.defaultValue()));
            }
        }
    }
}
