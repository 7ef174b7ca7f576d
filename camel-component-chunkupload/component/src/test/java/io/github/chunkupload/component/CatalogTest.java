package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that ask Camel's catalog, and users who mistype, are told which options there are. */
class CatalogTest {

    private static final String JSON = "/META-INF/io/github/chunkupload/component/chunkupload.json";
    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    private static CamelContext camel;

    @BeforeAll
    static void start() throws IOException {
        camel = new DefaultCamelContext();
        camel.start();
        try (InputStream in = ChunkUploadComponent.class.getResourceAsStream(JSON)) {
            CATALOG.addComponent("chunkupload", ChunkUploadComponent.class.getName(),
                new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    @Test
    void componentShowsUpInTheCatalog() {
        assertThat(CATALOG.findComponentNames()).contains("chunkupload");
        assertThat(CATALOG.componentModel("chunkupload").getTitle()).isEqualTo("ChunkUpload");
        assertThat(CATALOG.componentModel("chunkupload").getEndpointHeaders()).isNotEmpty();
        assertThat(CATALOG.endpointComponentName("chunkupload:cos:photos")).isEqualTo("chunkupload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunkupload:cos:photos-1250000000?endpoint=http://localhost:9000&partSize=8MB&parallelParts=4&onFailure=abort",
        "chunkupload:any:*?dataDirectory=data&serverUri=undertow:http://127.0.0.1:0&receive=none&completeTimeout=20s",
        "chunkupload:cayman:b?metadata.owner=me&http.connectTimeout=5s&protocol.login=true&accessKey=RAW(a+b)"})
    void rightUrisAreValid(String uri) {
        EndpointValidationResult result = CATALOG.validateEndpointProperties(uri);
        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    void wrongUrisAreNot() {
        EndpointValidationResult result =
            CATALOG.validateEndpointProperties("chunkupload:cos:photos?partSise=8MB&parallelParts=many&onFailure=explode");
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.getUnknown()).containsExactly("partSise");
        assertThat(result.getInvalidInteger()).containsKey("parallelParts");
        assertThat(result.getInvalidEnum()).containsKey("onFailure");
    }

    @ParameterizedTest
    @CsvSource({"partSise=8MB, no option partSise; did you mean partSize?",
        "metdata.owner=me, no option metdata.owner; did you mean metadata?",
        "serverURL=x, no option serverURL; did you mean serverUri?", "onFailure=abrt, did you mean abort?", "colour=red, no option colour",
        "protocol.persign=host, has no option protocol.persign", "protocol.persign=host, did you mean presign?"})
    void mistypedOptionIsRefusedWithASuggestion(String option, String told) {
        assertThatThrownBy(() -> camel.getEndpoint("chunkupload:cos:photos-1250000000?endpoint=http://127.0.0.1:9&" + option))
            .hasStackTraceContaining(told);
    }
}
