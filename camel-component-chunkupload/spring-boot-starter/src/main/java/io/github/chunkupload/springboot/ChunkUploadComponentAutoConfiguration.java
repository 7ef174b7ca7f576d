package io.github.chunkupload.springboot;

import io.github.chunkupload.component.ChunkUploadComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Options of the component {@code chunkupload} as properties {@code camel.component.chunkupload.*}: the same names, in any spelling that
 * Spring Boot knows, such as {@code part-size}. An option that the component does not have ends the start.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", ComponentProperties.PREFIX})
public class ChunkUploadComponentAutoConfiguration {

    /** Sets the options before the component is used. */
    @Lazy
    @Bean
    ComponentCustomizer configureChunkUploadComponent(Environment environment) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component target) {
                ComponentProperties.of(environment).set((ChunkUploadComponent) target);
            }

            @Override
            public boolean isEnabled(String name, Component target) {
                return target instanceof ChunkUploadComponent && HierarchicalPropertiesEvaluator.evaluate(environment,
                    "camel.component.customizer", ComponentProperties.PREFIX + ".customizer");
            }
        };
    }
}
