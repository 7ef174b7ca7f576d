package io.github.chunkupload.component.undertow;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * What a client still sends after its reply. A little is read and dropped on the event thread, so that a client which writes before it
 * reads sees the reply; then the connection is closed. No worker waits for it.
 */
final class UndertowLeftovers implements ChannelListener<StreamSourceChannel> {

    private static final long MOST = 16 << 20;
    private static final int SECONDS = 5;

    private final HttpServerExchange wire;
    private final ByteBuffer scrap = ByteBuffer.allocate(16 * 1024);
    private final XnioExecutor.Key timeout;
    private long left = MOST;

    private UndertowLeftovers(HttpServerExchange wire) {
        this.wire = wire;
        this.timeout = wire.getIoThread().executeAfter(() -> UndertowReplies.giveUp(wire), SECONDS, TimeUnit.SECONDS);
    }

    /** Sees to the rest of the request, whose reply is out; returns at once. */
    static void settle(HttpServerExchange wire, UndertowBody body) {
        if (!wire.isRequestComplete()) {
            StreamSourceChannel channel = body.channel();
            channel.getReadSetter().set(new UndertowLeftovers(wire));
            channel.resumeReads();
        }
    }

    @Override
    public void handleEvent(StreamSourceChannel channel) {
        try {
            int count = drop(channel);
            while (count > 0 && left > 0) {
                count = drop(channel);
            }
            if (count < 0) {
                timeout.remove();
                wire.endExchange();
            } else if (left <= 0) {
                giveUp();
            }
        } catch (IOException e) {
            giveUp();
        }
    }

    private int drop(StreamSourceChannel channel) throws IOException {
        scrap.clear();
        int count = channel.read(scrap);
        left -= Math.max(0, count);
        return count;
    }

    private void giveUp() {
        timeout.remove();
        UndertowReplies.giveUp(wire);
    }
}
