package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.Body;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSourceChannel;

/**
 * A request body, read from the socket on the reader's thread straight into the reader's array. The first read sends
 * {@code 100 Continue} where the client waits for it; a body cut short is an {@link IOException}, and so is a minute without a byte, or
 * one that comes too slowly as a whole. Only the time that the server waits for the client counts.
 */
final class UndertowBody implements Body {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final ServerLimits ANY_RATE = ServerLimits.of(1, 1, 0);

    private final HttpServerExchange wire;
    private final long length;
    private final ServerLimits limits;
    private StreamSourceChannel channel;
    private boolean opened;

    /** Takes the body of a request; only one may be made of each. */
    UndertowBody(HttpServerExchange wire) {
        this(wire, ANY_RATE);
    }

    /**
     * Takes the body of a request; only one may be made of each.
     *
     * @param limits how slowly it may come
     */
    UndertowBody(HttpServerExchange wire, ServerLimits limits) {
        this.wire = wire;
        this.limits = limits;
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
        return new Stream(channel(), limits);
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
        private final ServerLimits limits;
        private long waited;
        private long came;

        Stream(StreamSourceChannel channel, ServerLimits limits) {
            this.channel = channel;
            this.limits = limits;
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
            int read = channel.read(target);
            if (read == 0) {
                long start = System.nanoTime();
                read = readLater(target);
                waited += System.nanoTime() - start;
            }
            came += Math.max(0, read);
            if (limits.isTooSlow(came, waited)) {
                throw new SocketTimeoutException("The client sends less than " + limits.minBodyRate() + " bytes a second");
            }
            return read;
        }

        private int readLater(ByteBuffer target) throws IOException {
            long deadline = System.nanoTime() + PATIENCE;
            for (;;) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("The client has sent nothing for a minute");
                }
                channel.awaitReadable(left, TimeUnit.NANOSECONDS);
                int read = channel.read(target);
                if (read != 0) {
                    return read;
                }
            }
        }
    }
}
