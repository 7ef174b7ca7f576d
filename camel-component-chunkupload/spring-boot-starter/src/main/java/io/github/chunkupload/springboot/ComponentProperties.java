package io.github.chunkupload.springboot;

import io.github.chunkupload.component.ChunkUploadComponent;
import io.github.chunkupload.component.Nearest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What an application has set below {@value #PREFIX}. Which options there are, and of which types, is asked of the component, so an option
 * that it gets tomorrow can be set without a change here; that IDEs hear of it too is seen to by a test.
 *
 * @param values by name, spelt as they were set; the entries of a map as {@code metadata.owner}
 */
record ComponentProperties(Map<String, String> values) {

    static final String PREFIX = "camel.component.chunkupload";

    /** What Camel reads itself, for every component. */
    private static final Set<String> CAMELS_OWN = Set.of("enabled", "customizerenabled");

    static ComponentProperties of(Environment environment) {
        Bindable<Map<String, String>> texts = Bindable.mapOf(String.class, String.class);
        return new ComponentProperties(new TreeMap<>(Binder.get(environment).bind(PREFIX, texts).orElse(Map.of())));
    }

    /**
     * Sets them all.
     *
     * @throws IllegalArgumentException when the component has no such option, or the value is none for it
     */
    void set(ChunkUploadComponent component) {
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        sorted(new ComponentOptions().types()).forEach((option, value) -> {
            try {
                PropertyBindingSupport.build().withConfigurer(configurer).withMandatory(true)
                    .bind(component.getCamelContext(), component, new HashMap<>(Map.of(option, value)));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("Property " + PREFIX + "." + option + " cannot be set: " + rootOf(e).getMessage(), e);
            }
        });
    }

    /** Returns the values by the component's own names, those of one map together. */
    private Map<String, Object> sorted(Map<String, String> types) {
        Map<String, String> names = new HashMap<>();
        types.keySet().forEach(option -> names.put(plain(option), option));
        Map<String, Object> sorted = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String first = name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
            String whole = names.get(plain(name));
            String map = names.get(plain(first));
            if (whole != null) {
                sorted.put(whole, value);
            } else if (map != null && types.get(map).startsWith("java.util.Map")) {
                entries(sorted, map).put(name.substring(first.length() + 1), value);
            } else if (!CAMELS_OWN.contains(plain(name))) {
                throw new IllegalArgumentException("Property " + PREFIX + "." + name + ": the component has no such option"
                    + Nearest.hint(first.replace("-", ""), types.keySet()));
            }
        });
        return sorted;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entries(Map<String, Object> sorted, String map) {
        return (Map<String, Object>) sorted.computeIfAbsent(map, name -> new TreeMap<String, Object>());
    }

    private static String plain(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
