package io.github.chunkupload.store;

import java.nio.file.Path;

/**
 * The capability to show a {@linkplain Staging staged} object as a plain file, for those who need a path rather than a stream. Nobody
 * may change or move the file.
 */
public interface LocalFiles {

    /**
     * Returns a file with exactly the bytes of the object. The first call may have to join pieces and takes time proportional to the
     * size then. The file stays until the object is discarded, or published and then replaced or deleted.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_UPLOAD} when nothing of that id is staged
     */
    Path path(String stagedId);
}
