package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import java.util.Set;

/** The capability to take checksums of an object where it lies. */
public interface Verify {

    /**
     * Reads all bytes of the object and returns their digests; {@link ObjectStore#head} tells them from then on, until the object
     * changes.
     *
     * @param digests which; those that the store already knows of the object are taken and compared too
     * @throws UploadException with {@link Failure#NO_SUCH_OBJECT}; with {@link Failure#CORRUPT} when the bytes are not what was stored
     */
    Checksums verify(ObjectRef object, Set<Digest> digests, Access access);
}
