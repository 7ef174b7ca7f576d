package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.Metadata;
import java.util.HashMap;
import java.util.Map;

/** Metadata on its way into the headers of a reply. */
public final class CarriedMetadata {

    private CarriedMetadata() {
    }

    /**
     * Returns what of {@code metadata} headers can carry. The rest came in a form or a document, of another protocol perhaps, and is told
     * only in such; the object can be read all the same.
     */
    public static Metadata of(Metadata metadata) {
        return new Metadata(carried(metadata.headers()), carried(metadata.user()));
    }

    private static Map<String, String> carried(Map<String, String> all) {
        Map<String, String> carried = new HashMap<>(all);
        carried.entrySet().removeIf(entry -> !Headers.canCarry(entry.getKey(), entry.getValue()));
        return carried;
    }
}
