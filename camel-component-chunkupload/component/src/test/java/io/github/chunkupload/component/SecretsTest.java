package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path directory;

    /** The libraries that carry requests log them whole when asked for it; that is what those logs are for. */
    @Test
    void noSecretIsLoggedThrownManagedOrWrittenToDisk() throws Exception {
        List<String> options = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=debug", "-Dorg.slf4j.simpleLogger.log.org.apache.hc=warn",
            "-Dorg.slf4j.simpleLogger.log.io.github.chunkupload=trace");
        List<String> lines;
        try (ForkedJvm program = ForkedJvm.start(SecretsProgram.class, options, directory.toString())) {
            program.await("printed everything"::equals, 60);
            assertThat(program.awaitEnd(30)).isZero();
            lines = program.lines();
        }

        assertThat(lines).anyMatch(line -> line.contains("received")).anyMatch(line -> line.contains("SignatureDoesNotMatch"))
            .anyMatch(line -> line.contains("another customer's key than the one given"))
            .anyMatch(line -> line.contains("EndpointUri = chunkupload")).anyMatch(line -> line.contains("Credentials[***]"));
        assertThat(lines).filteredOn(line -> line.contains(SecretsProgram.ACCESS)).as("who was let in").isNotEmpty()
            .allMatch(line -> line.contains("io.github.chunkupload.access - id=") && line.contains("key=" + SecretsProgram.ACCESS));
        for (String secret : List.of(SecretsProgram.SECRET, SecretsProgram.TOKEN, SecretsProgram.WRONG,
                SecretsProgram.CUSTOMER_KEY, SecretsProgram.OTHER_KEY, SecretsProgram.SHORT_KEY)) {
            assertThat(lines).as("lines with %s", secret).noneMatch(line -> line.contains(secret));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)).as("%s", file)
                    .doesNotContain(SecretsProgram.SECRET, SecretsProgram.TOKEN, SecretsProgram.WRONG, SecretsProgram.CUSTOMER_KEY);
            }
        }
    }
}
