package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.routes.Document.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every shell line in the documents is run: by a stage of {@code .ci/run}, or by what is named here. */
class DocumentedCommandsTest {

    private static final Path CHECKS = Document.ROOT.resolve(".ci/run");
    private static final Pattern STAGE = Pattern.compile("command_of '([^']+)'");
    private static final Pattern INLINE = Pattern.compile("`(mvn -[^`]+)`");
    private static final Pattern MODULE = Pattern.compile("-pl (\\S+)");
    private static final Pattern PROFILE = Pattern.compile("-P(\\S+)");
    private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");

    /** What no stage runs as it is written, and the test that runs the same, or why none can. */
    private static final Map<String, String> ELSEWHERE = """
        mvn -q -DskipTests -pl examples/gateway -am package => GatewayIT, which runs what it makes
        java -jar examples/gateway/target/chunkupload-gateway.jar => CommandsIT
        java -Dgateway.auth=off -jar examples/gateway/target/chunkupload-gateway.jar => CommandsIT
        curl -T README.md -H 'x-cos-meta-from: curl' http://127.0.0.1:9000/examplebucket-1250000000/README.md => CommandsIT
        mvn -B -pl camel-component-chunkupload/component -Dtest=DiskStoreContractTest test => a part of the stage test
        mvn -B -pl camel-component-chunkupload/component process-classes => a part of the stage test
        mvn -Pcamel-karaf -pl camel-component-chunkupload/karaf -am verify => not run: its bundles cannot be fetched everywhere
        camel run --camel-version=4.14.0 --dep=mvn:io.github.chunkupload:camel-chunkupload:1.0.0-SNAPSHOT \
        quickstart.camel.yaml application.properties => not run: JBang does not resolve everywhere; YamlQuickstartTest runs these files
        mvn -B -DskipTests install => not run: it would write outside the checkout
        """.lines().map(line -> line.split(" => ")).collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));

    /** Returns the lines of the blocks that are meant for a shell. */
    private static Set<String> lines() throws IOException {
        return Document.blocks(Set.of("sh")).stream().map(Block::text).flatMap(String::lines).collect(Collectors.toSet());
    }

    /** Returns these lines, and the commands of Maven within sentences. */
    private static Set<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>(lines());
        for (Path document : Document.all()) {
            INLINE.matcher(Files.readString(document)).results().map(found -> found.group(1).replaceAll("\\s+", " "))
                .forEach(commands::add);
        }
        return commands;
    }

    /** Returns the commands that {@code .ci/run} takes from the README: the first line below each title that it names. */
    private static Set<String> stages() throws IOException {
        Set<String> titles = STAGE.matcher(Files.readString(CHECKS)).results().map(title -> title.group(1)).collect(Collectors.toSet());
        List<Block> blocks = Document.blocks(Document.ROOT.resolve("README.md"));
        return titles.stream().map(title -> blocks.stream()
            .filter(block -> block.language().equals("sh") && block.title().equals(title)).findFirst().orElseThrow().text()
            .lines().findFirst().orElseThrow()).collect(Collectors.toSet());
    }

    @Test
    void everyLineIsRunByAStageOrElsewhere() throws IOException {
        Set<String> run = stages();
        run.addAll(ELSEWHERE.keySet());

        assertThat(lines()).isSubsetOf(run);
        assertThat(commands()).containsAll(ELSEWHERE.keySet());
    }

    @Test
    void whatRunsThemIsThere() throws IOException {
        for (String by : ELSEWHERE.values()) {
            if (by.matches("\\w+(?:IT|Test)\\b.*")) {
                assertThat(testClasses()).contains(by.replaceAll("\\W.*", ""));
            }
        }
    }

    @Test
    void whatTheyNameIsThere() throws IOException {
        String poms = Stream.of("pom.xml", "camel-component-chunkupload/pom.xml", "camel-component-chunkupload/karaf/pom.xml")
            .map(pom -> read(Document.ROOT.resolve(pom))).collect(Collectors.joining());
        for (String command : commands()) {
            assertThat(named(MODULE, command)).allSatisfy(module -> assertThat(Document.ROOT.resolve(module)).isDirectory());
            assertThat(named(PROFILE, command)).allSatisfy(profile -> assertThat(poms).contains("<id>" + profile + "</id>"));
            assertThat(named(TEST, command)).isSubsetOf(testClasses());
        }
    }

    private static List<String> named(Pattern pattern, String command) {
        return pattern.matcher(command).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(Document.ROOT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/")).map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".java")).map(name -> name.substring(0, name.length() - 5)).collect(Collectors.toSet());
        }
    }
}
