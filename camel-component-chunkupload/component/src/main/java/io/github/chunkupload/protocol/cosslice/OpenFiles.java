package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.ObjectRef;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that files/v2 is at. The store keeps what matters; this keeps what it has no place for, the digests announced in
 * {@code uploadparts}, and spares looking up the rest. It is bounded: the files that nobody asked for longest are forgotten first, and then
 * only the SHA-1 of the whole is checked. Thread-safe.
 */
final class OpenFiles {

    private static final int MOST_FILES = 10_000;
    private static final int MOST_PIECES = 200_000;

    private final Map<ObjectRef, OpenFile> files = new LinkedHashMap<>(16, 0.75f, true);
    private int pieces;

    /**
     * A file on its way.
     *
     * @param session by which its slices come
     * @param parts the digests announced, as far as known
     */
    record OpenFile(Session session, Optional<UploadParts> parts) {

        private int pieces() {
            return parts.map(UploadParts::count).orElse(0);
        }
    }

    /** Returns what is known of a file. */
    synchronized Optional<OpenFile> get(ObjectRef object) {
        return Optional.ofNullable(files.get(object));
    }

    /** Remembers a file, in place of what was known of it. */
    synchronized void put(ObjectRef object, OpenFile file) {
        remove(object);
        files.put(object, file);
        pieces += file.pieces();
        Iterator<OpenFile> oldest = files.values().iterator();
        while (files.size() > MOST_FILES || pieces > MOST_PIECES && files.size() > 1) {
            pieces -= oldest.next().pieces();
            oldest.remove();
        }
    }

    /** Forgets a file. */
    synchronized void remove(ObjectRef object) {
        Optional.ofNullable(files.remove(object)).ifPresent(file -> pieces -= file.pieces());
    }
}
