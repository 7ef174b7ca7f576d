package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.Patience;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;

/** Writes to a response channel and waits for the client, as long as there is patience. */
final class UndertowSink {

    private final StreamSinkChannel channel;
    private final Patience patience;

    UndertowSink(StreamSinkChannel channel, Patience patience) {
        this.channel = channel;
        this.patience = patience;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            until(() -> channel.write(bytes));
        }
    }

    /**
     * Writes a region without a copy in the heap. The head goes first: as long as that is unsent, Undertow 2.3's {@code transferFrom}
     * reads from the channel's own position and more than it was asked for.
     *
     * @throws UncheckedIOException when the file is shorter than the region
     */
    void write(FileRegion region) throws IOException {
        flush();
        for (long sent = 0; sent < region.length();) {
            FileRegion rest = new FileRegion(region.channel(), region.offset() + sent, region.length() - sent);
            sent += until(() -> transfer(rest));
        }
    }

    /** Ends the reply, and waits until all of it is with the operating system. */
    void end() throws IOException {
        channel.shutdownWrites();
        flush();
    }

    private void flush() throws IOException {
        until(() -> channel.flush() ? 1 : 0);
    }

    private long transfer(FileRegion rest) throws IOException {
        long count = channel.transferFrom(rest.channel(), rest.offset(), rest.length());
        if (count <= 0 && rest.channel().size() <= rest.offset()) {
            throw new UncheckedIOException(new EOFException("The file is " + rest.length() + " bytes shorter than the reply"));
        }
        return Math.max(0, count);
    }

    private long until(Patience.Step step) throws IOException {
        return patience.until(step, nanos -> channel.awaitWritable(nanos, TimeUnit.NANOSECONDS));
    }
}
