package io.github.chunkupload.component.servlet;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import io.github.chunkupload.http.Patience;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request body, read on the reader's thread. Where the container is set to wait, the first read sends {@code 100 Continue} to a client
 * that waits for it. A body cut short is an {@link IOException}, also where the container takes the end of the connection for the end of
 * the body.
 */
final class ServletBody implements Body {

    private final HttpServletRequest request;
    private final Patience patience;
    private final long length;
    private boolean opened;

    /** Takes the body of a request, which may come as slowly as {@code patience} bears. */
    ServletBody(HttpServletRequest request, Patience patience) {
        this.request = request;
        this.patience = patience;
        this.length = lengthOf(request);
    }

    private static long lengthOf(HttpServletRequest request) {
        long told = request.getContentLengthLong();
        boolean framed = request.getHeader("Transfer-Encoding") != null || !request.getProtocol().startsWith("HTTP/1");
        return told >= 0 ? told : framed ? -1 : 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public InputStream open() throws IOException {
        if (opened) {
            throw new IllegalStateException("The body of a request can be opened once");
        }
        opened = true;
        return length == 0 ? InputStream.nullInputStream() : new Whole(request.getInputStream(), length, patience);
    }

    /** Does not end before the length is reached, where there is one. */
    private static final class Whole extends WatchedStream {

        private final long length;
        private final Patience patience;
        private long count;

        Whole(InputStream in, long length, Patience patience) {
            super(in);
            this.length = length;
            this.patience = patience;
        }

        @Override
        public int read(byte[] bytes, int offset, int wanted) throws IOException {
            int read = (int) patience.blocking(() -> in.read(bytes, offset, wanted));
            if (read < 0 && count < length) {
                throw new EOFException("The client broke off after " + count + " of " + length + " bytes");
            }
            count += Math.max(0, read);
            return read;
        }

        /** What is left unread is for the container to see to. */
        @Override
        public void close() {
        }
    }
}
