package io.github.chunkupload.protocol;

/**
 * An option that only one protocol has.
 *
 * @param name as in {@code protocol.<name>}
 * @param description for the user, in one sentence
 * @param defaultValue what holds when it is not set; empty: nothing
 */
public record OptionSpec(String name, String description, String defaultValue) {
}
