package io.github.chunkupload.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query in their order, decoded, duplicates included. A parameter without value ({@code ?uploads}) is one with an
 * empty value. A plus is a plus: no protocol here uses it for a blank. Immutable.
 */
public final class Query {

    /** No parameter. */
    public static final Query NONE = new Query(List.of());

    private final List<Map.Entry<String, String>> parameters;

    private Query(List<Map.Entry<String, String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * Returns the parameters of a raw query.
     *
     * @throws IllegalArgumentException when its percent-encoding is broken
     */
    public static Query parse(String raw) {
        List<Map.Entry<String, String>> list = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int sign = pair.indexOf('=');
                String name = sign < 0 ? pair : pair.substring(0, sign);
                String value = sign < 0 ? "" : pair.substring(sign + 1);
                list.add(Map.entry(Percent.decode(name), Percent.decode(value)));
            }
        }
        return new Query(Collections.unmodifiableList(list));
    }

    /** Returns these parameters and one more. */
    public Query with(String name, String value) {
        List<Map.Entry<String, String>> list = new ArrayList<>(parameters);
        list.add(Map.entry(name, value));
        return new Query(Collections.unmodifiableList(list));
    }

    /** Returns the first value of {@code name}; an exact match goes before one that differs in case. */
    public Optional<String> first(String name) {
        return parameters.stream().filter(p -> p.getKey().equals(name)).findFirst()
            .or(() -> parameters.stream().filter(p -> p.getKey().equalsIgnoreCase(name)).findFirst())
            .map(Map.Entry::getValue);
    }

    /** Returns whether {@code name} is there, with a value or without. */
    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Returns all parameters in order. */
    public List<Map.Entry<String, String>> parameters() {
        return parameters;
    }

    /** Returns the query for a request line: names and values percent-encoded, an empty value without the equals sign. */
    public String encode() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&").append(Percent.encode(parameter.getKey()));
            if (!parameter.getValue().isEmpty()) {
                text.append('=').append(Percent.encode(parameter.getValue()));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Query that && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    /** Returns the names only: values may be secrets. */
    @Override
    public String toString() {
        return parameters.stream().map(Map.Entry::getKey).toList().toString();
    }
}
