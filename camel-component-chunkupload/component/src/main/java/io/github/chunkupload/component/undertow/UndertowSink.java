package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;

/** Writes to a response channel and waits for the client, but no more than a minute for it to take the next byte. */
final class UndertowSink {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final StreamSinkChannel channel;

    UndertowSink(StreamSinkChannel channel) {
        this.channel = channel;
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

    /** Takes a step until it gets on, and returns how far. */
    private long until(Step step) throws IOException {
        long progress = step.take();
        long deadline = System.nanoTime() + PATIENCE;
        while (progress == 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("The client has read nothing for a minute");
            }
            channel.awaitWritable(left, TimeUnit.NANOSECONDS);
            progress = step.take();
        }
        return progress;
    }

    private interface Step {
        long take() throws IOException;
    }
}
