package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.RouteTemplateDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TemplateFormsTest {

    private static final Iterable<String> TEMPLATES = Form.TEMPLATES;

    private static RouteTemplateDefinition template(Form form, String id) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            form.addTo(context);
            return context.getRouteTemplateDefinition(id);
        }
    }

    private static Map<String, String> parameters(RouteTemplateDefinition template) {
        Map<String, String> parameters = new TreeMap<>();
        template.getTemplateParameters().forEach(p -> parameters.put(p.getName(), String.valueOf(p.getDefaultValue())));
        return parameters;
    }

    @ParameterizedTest
    @FieldSource("TEMPLATES")
    void bothFormsHaveTheSameParameters(String id) throws Exception {
        RouteTemplateDefinition java = template(Form.JAVA, id);
        RouteTemplateDefinition yaml = template(Form.YAML, id);

        assertThat(parameters(yaml)).isEqualTo(parameters(java)).containsEntry("to", "null");
        assertThat(yaml.getDescriptionText()).isEqualTo(java.getDescriptionText()).isNotBlank();
    }

    @Test
    void camelMainFindsTheTemplatesByItself() throws Exception {
        Main main = new Main();
        main.start();
        try {
            assertThat(main.getCamelContext()).isInstanceOfSatisfying(DefaultCamelContext.class, context ->
                assertThat(context.getRouteTemplateDefinitions()).extracting(RouteTemplateDefinition::getId)
                    .containsExactlyInAnyOrderElementsOf(Form.TEMPLATES));
        } finally {
            main.stop();
        }
    }
}
