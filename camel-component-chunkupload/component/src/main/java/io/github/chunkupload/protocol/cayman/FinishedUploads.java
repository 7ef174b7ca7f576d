package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The uploads that were asked to finish lately. The protocol names an upload by its object alone, so this is how a repeated finish finds
 * the upload again while its object is on its way, or was taken and never becomes visible. Bounded; thread-safe.
 */
final class FinishedUploads {

    private static final int KEPT = 10_000;

    private final Map<ObjectRef, UploadRef> uploads = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, UploadRef> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void add(UploadRef upload) {
        uploads.remove(upload.object());
        uploads.put(upload.object(), upload);
    }

    synchronized Optional<UploadRef> of(ObjectRef object) {
        return Optional.ofNullable(uploads.get(object));
    }

    synchronized void remove(ObjectRef object) {
        uploads.remove(object);
    }
}
