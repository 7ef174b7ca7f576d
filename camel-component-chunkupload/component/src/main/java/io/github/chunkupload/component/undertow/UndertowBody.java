package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Patience;
import io.github.chunkupload.http.ServerLimits;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSourceChannel;

/**
 * A request body, read from the socket on the reader's thread straight into the reader's array. The first read sends
 * {@code 100 Continue} where the client waits for it; a body cut short is an {@link IOException}, and so is a minute without a byte, or
 * one that comes too slowly as a whole. Only the time that the server waits for the client counts.
 */
final class UndertowBody implements Body {

    private static final ServerLimits ANY_RATE = ServerLimits.of(1, 1, 0);

    private final HttpServerExchange wire;
    private final long length;
    private final Patience patience;
    private StreamSourceChannel channel;
    private boolean opened;

    /** Takes the body of a request; only one may be made of each. */
    UndertowBody(HttpServerExchange wire) {
        this(wire, new Patience(ANY_RATE, System.nanoTime()));
    }

    /**
     * Takes the body of a request; only one may be made of each.
     *
     * @param patience how slowly it may come
     */
    UndertowBody(HttpServerExchange wire, Patience patience) {
        this.wire = wire;
        this.patience = patience;
        this.length = wire.isRequestComplete() ? 0 : wire.getRequestContentLength();
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
    public InputStream open() {
        if (opened) {
            throw new IllegalStateException("The body of a request can be opened once");
        }
        opened = true;
        return new Stream(channel(), patience);
    }

    /** Returns what the bytes come from, be it opened or not. */
    StreamSourceChannel channel() {
        if (channel == null) {
            channel = wire.getRequestChannel();
        }
        return channel;
    }

    private static final class Stream extends InputStream {

        private final StreamSourceChannel channel;
        private final Patience patience;

        Stream(StreamSourceChannel channel, Patience patience) {
            this.channel = channel;
            this.patience = patience;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            ByteBuffer target = ByteBuffer.wrap(bytes, offset, count);
            return (int) patience.until(() -> channel.read(target), nanos -> channel.awaitReadable(nanos, TimeUnit.NANOSECONDS));
        }
    }
}
