package io.github.chunkupload.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Header fields in the order of the message, duplicates included; names are found in any case. Immutable. Names and values that could
 * begin another line are refused, so nothing that a user or a client wrote can add a header.
 */
public final class Headers {

    /** No header. */
    public static final Headers NONE = new Headers(List.of());

    private final List<Map.Entry<String, String>> fields;

    private Headers(List<Map.Entry<String, String>> fields) {
        this.fields = fields;
    }

    /** Returns the one header {@code name}. */
    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    /** Returns a builder that begins empty. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns these and one header more. */
    public Headers with(String name, String value) {
        return builder().addAll(this).add(name, value).build();
    }

    /** Returns the first value of {@code name}, trimmed. */
    public Optional<String> first(String name) {
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return Optional.of(field.getValue());
            }
        }
        return Optional.empty();
    }

    /** Returns all values of {@code name} in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                values.add(field.getValue());
            }
        }
        return values;
    }

    /** Returns whether {@code name} is there, be it empty. */
    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Returns the first value of {@code name} if it is a number from 0 to {@link Long#MAX_VALUE}. */
    public OptionalLong number(String name) {
        Optional<String> text = first(name);
        if (text.isEmpty() || text.get().isEmpty() || text.get().length() > 19 || !text.get().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns whether {@code value} can be that of a header {@code name}. */
    public static boolean canCarry(String name, String value) {
        return isToken(name) && isValue(value.strip());
    }

    /** Returns the fields in order. */
    public List<Map.Entry<String, String>> fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Returns the names only: values may be secrets. */
    @Override
    public String toString() {
        return fields.stream().map(Map.Entry::getKey).toList().toString();
    }

    /** Collects header fields; not thread-safe. */
    public static final class Builder {

        private final List<Map.Entry<String, String>> fields = new ArrayList<>();

        private Builder() {
        }

        /**
         * Adds a field; blanks around the value go.
         *
         * @throws IllegalArgumentException when name or value are not those of a header
         */
        public Builder add(String name, String value) {
            if (!isToken(name)) {
                throw new IllegalArgumentException("Not the name of a header: '" + printable(name) + "'");
            }
            String trimmed = value.strip();
            if (!isValue(trimmed)) {
                throw new IllegalArgumentException("The value of header " + name + " has a control character, or one beyond Latin-1");
            }
            fields.add(Map.entry(name, trimmed));
            return this;
        }

        /** Adds {@code name} unless {@code value} is empty. */
        public Builder add(String name, Optional<String> value) {
            value.ifPresent(v -> add(name, v));
            return this;
        }

        /** Adds all fields of {@code headers}. */
        public Builder addAll(Headers headers) {
            fields.addAll(headers.fields);
            return this;
        }

        /** Removes every field of that name, then adds this one. */
        public Builder set(String name, String value) {
            fields.removeIf(f -> f.getKey().equalsIgnoreCase(name));
            return add(name, value);
        }

        /** Returns the headers so far. */
        public Headers build() {
            return new Headers(Collections.unmodifiableList(new ArrayList<>(fields)));
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Characters are bytes on the wire: of one beyond Latin-1 a byte would be left that may end the line. */
    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
