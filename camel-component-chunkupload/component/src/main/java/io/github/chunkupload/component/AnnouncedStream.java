package io.github.chunkupload.component;

import io.github.chunkupload.body.WatchedStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose length a header announced. When it goes on after that, the header belonged to another body: reading fails rather than
 * cut the object off.
 */
final class AnnouncedStream extends WatchedStream {

    private final long length;
    private long left;

    AnnouncedStream(InputStream in, long length) throws IOException {
        super(in);
        this.length = length;
        this.left = length;
        if (length == 0) {
            requireEnd();
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(count, left));
        left -= Math.max(0, read);
        if (left == 0) {
            requireEnd();
        }
        return read;
    }

    private void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("The body has more than the " + length + " bytes that CamelFileLength or Content-Length announce");
        }
    }
}
