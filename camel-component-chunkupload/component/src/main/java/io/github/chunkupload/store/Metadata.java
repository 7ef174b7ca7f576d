package io.github.chunkupload.store;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What travels with an object beside its bytes; immutable.
 *
 * @param headers standard properties under their HTTP names in lower case: {@code content-type}, {@code cache-control},
 *     {@code content-disposition}, {@code content-encoding}, {@code expires}, and {@code storage-class}
 * @param user the user's own, under names in lower case without the protocol's prefix
 */
public record Metadata(Map<String, String> headers, Map<String, String> user) {

    /** How names of the user's own begin under which this project notes something for itself. */
    public static final String NOTE = "chunkupload-";
    /** Nothing. */
    public static final Metadata NONE = new Metadata(Map.of(), Map.of());

    /** Keeps sorted copies with names in lower case. */
    public Metadata {
        headers = sorted(headers);
        user = sorted(user);
    }

    /** Returns the standard property {@code name}. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns this with the user's {@code name} set to {@code value}. */
    public Metadata withUser(String name, String value) {
        Map<String, String> copy = new TreeMap<>(user);
        copy.put(name.toLowerCase(Locale.ROOT), value);
        return new Metadata(headers, copy);
    }

    /** Returns this with the standard property {@code name} set to {@code value}. */
    public Metadata withHeader(String name, String value) {
        Map<String, String> copy = new TreeMap<>(headers);
        copy.put(name.toLowerCase(Locale.ROOT), value);
        return new Metadata(copy, user);
    }

    /** Returns this and {@code late}; where both say something, {@code late} wins. */
    public Metadata and(Metadata late) {
        Map<String, String> allHeaders = new TreeMap<>(headers);
        allHeaders.putAll(late.headers);
        Map<String, String> allUser = new TreeMap<>(user);
        allUser.putAll(late.user);
        return new Metadata(allHeaders, allUser);
    }

    /** Returns this without what this project has {@linkplain #NOTE noted} for itself: it means nothing elsewhere. */
    public Metadata withoutNotes() {
        Map<String, String> copy = new TreeMap<>(user);
        copy.keySet().removeIf(name -> name.startsWith(NOTE));
        return new Metadata(headers, copy);
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        Map<String, String> copy = new TreeMap<>();
        map.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
        return Collections.unmodifiableMap(copy);
    }
}
