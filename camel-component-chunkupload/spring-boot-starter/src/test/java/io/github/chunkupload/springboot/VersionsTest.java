package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/** The libraries are those that the run is meant to be about: where another build asks for others, those. */
class VersionsTest {

    private static final String BUILT_WITH_CAMEL = "4.14.0";
    private static final String BUILT_WITH_SPRING_BOOT = "3.5.4";

    @Test
    void camelIsTheOneAskedFor() {
        assertThat(new DefaultCamelContext().getVersion()).isEqualTo(System.getProperty("matrix.camel", BUILT_WITH_CAMEL));
    }

    @Test
    void springBootIsTheOneAskedFor() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("matrix.spring-boot", BUILT_WITH_SPRING_BOOT));
    }
}
