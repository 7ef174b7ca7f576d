package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What IDEs offer cannot drift from what the component has. */
class ConfigurationMetadataTest {

    private static final Path OURS = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    @Test
    void metadataNamesEveryOptionOfTheComponentAndNoOther() throws Exception {
        String right = new ConfigurationMetadata().text();
        Path mended = Files.writeString(Path.of("target", "spring-configuration-metadata.json"), right);
        assertThat(Files.exists(OURS) ? Files.readString(OURS) : "")
            .as("an option of the component was added or changed; to mend it, in this module: cp %s %s", mended, OURS).isEqualTo(right);
    }
}
