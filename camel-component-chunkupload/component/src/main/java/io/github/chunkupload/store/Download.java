package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;
import java.io.Closeable;
import java.io.IOException;

/**
 * Bytes of an object. They are those of one version, whatever happens to the object meanwhile. Close it.
 *
 * @param info the version
 * @param offset of the first byte of {@code body} in the object
 * @param body the bytes asked for, of known length
 */
public record Download(ObjectInfo info, long offset, Body body) implements Closeable {

    @Override
    public void close() throws IOException {
        body.close();
    }
}
