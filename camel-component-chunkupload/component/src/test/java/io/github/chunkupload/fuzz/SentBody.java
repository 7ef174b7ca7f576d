package io.github.chunkupload.fuzz;

import io.github.chunkupload.body.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** The body of a request, which can come in chunks or break off, and knows whether anybody asked for it. */
final class SentBody implements Body {

    private final byte[] bytes;
    private final boolean chunked;
    private final int end;
    private boolean opened;

    /**
     * Makes a body.
     *
     * @param chunked whether its length is not told
     * @param end after how many bytes the client goes away; all of them: it stays
     */
    SentBody(byte[] bytes, boolean chunked, int end) {
        this.bytes = bytes;
        this.chunked = chunked;
        this.end = end;
    }

    boolean isOpened() {
        return opened;
    }

    @Override
    public long length() {
        return chunked ? -1 : bytes.length;
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public InputStream open() {
        if (opened) {
            throw new IllegalStateException("The body of a request comes once");
        }
        opened = true;
        InputStream before = new ByteArrayInputStream(Arrays.copyOf(bytes, end));
        return end == bytes.length ? before : new SequenceInputStream(before, new InputStream() {

            @Override
            public int read() throws IOException {
                throw new IOException("The client has gone");
            }
        });
    }
}
