package io.github.chunkupload.protocol;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;

/** A body that may not be longer than a protocol allows: one that says so is refused at once, one of unknown length when it is. */
public final class BoundedBody implements Body {

    private final Body body;
    private final long limit;

    /**
     * Bounds {@code body} to {@code limit} bytes; closing this closes it.
     *
     * @throws UploadException with {@link Failure#TOO_LARGE} when its length is known and greater
     */
    public BoundedBody(Body body, long limit) {
        if (body.length() > limit) {
            throw tooLarge(limit);
        }
        this.body = body;
        this.limit = limit;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public boolean repeatable() {
        return body.repeatable();
    }

    /** Opens the bytes; reading more than allowed throws {@link UploadException} with {@link Failure#TOO_LARGE}. */
    @Override
    public InputStream open() throws IOException {
        return body.length() < 0 ? new Bounded(body.open()) : body.open();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private static UploadException tooLarge(long limit) {
        return UploadException.of(Failure.TOO_LARGE, "The body has more than the " + limit + " bytes allowed");
    }

    private final class Bounded extends WatchedStream {

        private long left = limit;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw tooLarge(limit);
            }
            return read;
        }
    }
}
