package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that are said to hold a lesson are there. */
class LessonsTest {

    private static final Path LESSONS = Path.of("../docs/lessons.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    @Test
    void everyTestNamedIsThere() throws IOException {
        Map<String, Path> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("../.."), 14)) {
            files.filter(file -> file.toString().contains("src/test/java") && file.toString().endsWith(".java"))
                .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
        }
        assertThat(NAMED.matcher(Files.readString(LESSONS)).results().filter(named -> named.group(2) != null)).hasSizeGreaterThan(90)
            .allSatisfy(named -> {
                assertThat(tests).as(named.group()).containsKey(named.group(1));
                assertThat(Files.readString(tests.get(named.group(1)))).as(named.group()).contains("void " + named.group(2) + "(");
            });
    }
}
