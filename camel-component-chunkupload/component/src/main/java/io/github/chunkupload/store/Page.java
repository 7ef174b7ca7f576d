package io.github.chunkupload.store;

import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param <T> what is listed
 * @param items in order
 * @param prefixes common prefixes, in order
 * @param next where the next page begins; empty: this was the last
 */
public record Page<T>(List<T> items, List<String> prefixes, Optional<Marker> next) {

    /** Keeps copies. */
    public Page {
        items = List.copyOf(items);
        prefixes = List.copyOf(prefixes);
    }
}
