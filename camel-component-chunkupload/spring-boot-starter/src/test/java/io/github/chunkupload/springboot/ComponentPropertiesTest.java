package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.component.ChunkUploadComponent;
import io.github.chunkupload.component.ChunkUploadConfiguration;
import io.github.chunkupload.transfer.MemoryJournal;
import io.github.chunkupload.transfer.UploadJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Properties of an application become options of the component. */
class ComponentPropertiesTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, ChunkUploadComponentAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(strings = {"part-size", "partSize", "partsize", "PART_SIZE"})
    void optionIsSetHoweverItIsSpelt(String name) {
        with(name + "=16MB").run(started -> assertThat(options(started.getBean(CamelContext.class)).getPartSize()).isEqualTo("16MB"));
    }

    @Test
    void environmentVariableSetsAnOption() {
        application.withInitializer(context -> context.getEnvironment().getPropertySources().addFirst(
                new SystemEnvironmentPropertySource("systemEnvironment",
                    Map.of("CAMEL_COMPONENT_CHUNKUPLOAD_PARTSIZE", "16MB", "CAMEL_COMPONENT_CHUNKUPLOAD_METADATA_OWNER", "me"))))
            .run(started -> {
                ChunkUploadConfiguration options = options(started.getBean(CamelContext.class));
                assertThat(options.getPartSize()).isEqualTo("16MB");
                assertThat(options.getMetadata()).containsExactly(Map.entry("owner", "me"));
            });
    }

    @Test
    void everyOptionOfTheCatalogCanBeSet() {
        Map<String, String> values = new TreeMap<>();
        new ComponentOptions().described().properties().forEach(option -> values.put(option.getKey(), sample(option.getValue())));
        values.put("journal", "#theirs");
        values.put("endpoint", "http://127.0.0.1:9");
        List<String> properties = new ArrayList<>();
        values.forEach((option, value) -> {
            if (!value.isEmpty()) {
                properties.add(ConfigurationMetadata.property(option) + "=" + value);
            }
        });
        application.withBean("theirs", UploadJournal.class, MemoryJournal::new).withPropertyValues(properties.toArray(String[]::new))
            .run(started -> {
                ChunkUploadComponent component = component(started.getBean(CamelContext.class));
                PropertyConfigurerGetter getter = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
                assertThat(values.entrySet().stream().filter(each -> !each.getValue().isEmpty()).toList()).hasSizeGreaterThan(50)
                    .allSatisfy(each -> assertThat(getter.getOptionValue(component, each.getKey(), true)).as(each.getKey()).isNotNull());
                assertThat(component.getStaleAfter()).isEqualTo(Duration.ofHours(3).toMillis());
                assertThat(component.getConfiguration().getJournal()).isSameAs(started.getBean("theirs"));
                assertThat(component.getConfiguration().getParallelParts()).isEqualTo(3);
            });
    }

    /** Returns a value that is none of the usual ones; empty for beans. */
    private static String sample(JsonNode option) {
        if (option.has("enum")) {
            return option.get("enum").get(option.get("enum").size() - 1).asText();
        }
        return switch (option.get("type").asText()) {
            case "boolean" -> "true";
            case "integer" -> "3";
            case "duration" -> "3h";
            case "string" -> "3";
            default -> "";
        };
    }

    @Test
    void entriesOfMapsAreSetOneByOne() {
        with("metadata.owner=me", "metadata.Cost-Centre=7", "http-options.proxy.host=p", "httpOptions.connectTimeout=5s").run(started -> {
            ChunkUploadConfiguration options = options(started.getBean(CamelContext.class));
            assertThat(options.getMetadata()).containsExactlyInAnyOrderEntriesOf(Map.of("owner", "me", "Cost-Centre", "7"));
            assertThat(options.getHttpOptions()).containsExactlyInAnyOrderEntriesOf(Map.of("proxy.host", "p", "connectTimeout", "5s"));
        });
    }

    @Test
    void optionsThatTheComponentReadsWhenItStartsHaveAnEffect() {
        with("memory-limit=much").run(started -> assertThatThrownBy(() -> component(started.getBean(CamelContext.class)))
            .hasStackTraceContaining("memoryLimit"));
    }

    @ParameterizedTest
    @CsvSource({"part-sise, partSize", "acces-key, accessKey", "metdata.owner, metadata"})
    void optionThatIsNotThereEndsTheStartWithASuggestion(String wrong, String right) {
        with(wrong + "=1").run(started -> assertThatThrownBy(() -> component(started.getBean(CamelContext.class)))
            .hasStackTraceContaining("camel.component.chunkupload." + wrong).hasStackTraceContaining("did you mean " + right));
    }

    @ParameterizedTest
    @CsvSource({"parallel-parts=many, parallelParts", "on-failure=explode, onFailure"})
    void valueThatIsNoneEndsTheStart(String wrong, String option) {
        with(wrong).run(started -> assertThatThrownBy(() -> component(started.getBean(CamelContext.class)))
            .hasStackTraceContaining("camel.component.chunkupload." + option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.chunkupload.customizer.enabled", "camel.component.chunkupload.enabled"})
    void propertiesCanBeSwitchedOff(String off) {
        with("part-size=16MB").withPropertyValues(off + "=false")
            .run(started -> assertThat(options(started.getBean(CamelContext.class)).getPartSize()).isNull());
    }

    private ApplicationContextRunner with(String... properties) {
        return application.withPropertyValues(List.of(properties).stream().map(each -> "camel.component.chunkupload." + each)
            .toArray(String[]::new));
    }

    private static ChunkUploadComponent component(CamelContext context) {
        return context.getComponent("chunkupload", ChunkUploadComponent.class);
    }

    private static ChunkUploadConfiguration options(CamelContext context) {
        return component(context).getConfiguration();
    }
}
