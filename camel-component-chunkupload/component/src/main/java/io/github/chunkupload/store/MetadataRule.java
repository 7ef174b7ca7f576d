package io.github.chunkupload.store;

import java.util.Set;

/**
 * Which metadata a store keeps with an object. What it would not keep it refuses, so that nothing is lost unsaid.
 *
 * @param all whether every standard property is kept
 * @param headers standard properties that are kept where not all are, under their names in {@link Metadata#headers()}
 * @param user whether the user's own are kept
 */
public record MetadataRule(boolean all, Set<String> headers, boolean user) {

    /** Keeps everything. */
    public static final MetadataRule ALL = new MetadataRule(true, Set.of(), true);
    /** Keeps nothing. */
    public static final MetadataRule NONE = new MetadataRule(false, Set.of(), false);

    /** Keeps a copy. */
    public MetadataRule {
        headers = Set.copyOf(headers);
    }

    /** Returns the rule that keeps these standard properties and nothing else. */
    public static MetadataRule headers(String... names) {
        return new MetadataRule(false, Set.of(names), false);
    }

    /** Returns whether all of {@code metadata} is kept. */
    public boolean keeps(Metadata metadata) {
        return (user || metadata.user().isEmpty()) && (all || headers.containsAll(metadata.headers().keySet()));
    }

    /**
     * Refuses metadata that would not all be kept.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA}
     */
    public void check(Metadata metadata) {
        if (!keeps(metadata)) {
            String kept = headers.isEmpty() ? "no metadata" : "no metadata but " + String.join(", ", headers);
            throw UploadException.of(Failure.INVALID_METADATA, "The store keeps " + (all ? "no metadata of the user" : kept));
        }
    }
}
