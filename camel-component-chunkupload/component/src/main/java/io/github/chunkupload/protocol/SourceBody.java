package io.github.chunkupload.protocol;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of a store that a server writes elsewhere on behalf of a client. That they cannot be read is the server's fault: for the store
 * that takes them it would look as if the client had broken off.
 *
 * @param body the bytes; closed with this
 */
public record SourceBody(Body body) implements Body {

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public boolean repeatable() {
        return body.repeatable();
    }

    /** Opens the bytes; where they cannot be read, reading throws {@link UploadException}. */
    @Override
    public InputStream open() {
        try {
            return new Source(body.open());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private static UploadException unreadable(IOException e) {
        return e.getCause() instanceof UploadException named ? named
            : UploadException.of(Failure.INTERNAL, "The source of the copy cannot be read", e);
    }

    private static final class Source extends FilterInputStream {

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() {
            try {
                return in.read();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
