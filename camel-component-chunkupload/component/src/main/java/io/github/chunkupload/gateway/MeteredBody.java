package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of unknown length that takes room as it comes, and fails where there is none left. Closing it closes the body. */
final class MeteredBody implements Body {

    private static final long STEP = 1 << 20;

    private final Body body;
    private final Quota.Room room;

    MeteredBody(Body body, Quota.Room room) {
        this.body = body;
        this.room = room;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    /** Opens the bytes; reading throws {@link io.github.chunkupload.store.UploadException} where the quota ends. */
    @Override
    public InputStream open() throws IOException {
        return new Metered(body.open());
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private final class Metered extends WatchedStream {

        private long left;

        Metered(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > left) {
                long more = Math.max(STEP, read - left);
                room.grow(more);
                left += more;
            }
            left -= Math.max(0, read);
            return read;
        }
    }
}
