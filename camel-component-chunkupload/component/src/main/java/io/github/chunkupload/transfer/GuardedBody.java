package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that remembers when it was the source that failed and not the connection, and that holds its last bytes back until the source
 * was found to be the same as before: of a source that changed, nothing is ever sent to the end.
 */
final class GuardedBody implements Body {

    private final Body body;
    private final SourceWatch watch;
    private volatile UploadException failure;

    GuardedBody(Body body, SourceWatch watch) {
        this.body = body;
        this.watch = watch;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public boolean repeatable() {
        return body.repeatable();
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return new GuardedStream(body.open(), length());
        } catch (IOException e) {
            throw remember(e);
        }
    }

    /** Returns {@code e}, or what went wrong with the source if that caused it. */
    UploadException causeOf(UploadException e) {
        UploadException source = failure;
        if (source == null) {
            return e;
        }
        if (source != e) {
            source.addSuppressed(e);
        }
        return source;
    }

    private IOException remember(IOException e) {
        failure = watch.unreadable(e);
        return e;
    }

    private void checkSource() throws IOException {
        try {
            watch.check();
        } catch (UploadException e) {
            failure = e;
            throw new IOException(e.getMessage(), e);
        }
    }

    private final class GuardedStream extends WatchedStream {

        private final long expected;
        private long count;

        GuardedStream(InputStream in, long expected) throws IOException {
            super(in);
            this.expected = expected;
            if (expected == 0) {
                checkSource();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(bytes, offset, length);
            } catch (IOException e) {
                throw remember(e);
            }
            count += Math.max(0, read);
            if (read > 0 ? count == expected : read < 0 && expected < 0) {
                checkSource();
            }
            return read;
        }
    }
}
