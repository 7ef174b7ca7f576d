package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Buffer;
import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.WatchedStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Cuts a stream into pieces that can be sent more than once. Pieces up to the memory that is set aside for this transfer are held there;
 * a larger one too if that much memory is free at the moment, else it is spooled to disk.
 */
final class Pieces {

    private final BufferPool.Share share;
    private final Path spoolDirectory;
    private final long memory;

    /**
     * Bytes of the stream.
     *
     * @param body repeatable
     * @param memory what is given back when the piece is closed; a second time does nothing
     */
    record Piece(Body body, Closeable memory) implements AutoCloseable {

        long length() {
            return body.length();
        }

        @Override
        public void close() {
            try {
                memory.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Cuts with what memory there is, but spools every piece above {@code memory} bytes. */
    Pieces(BufferPool.Share share, Path spoolDirectory, long memory) {
        this.memory = memory;
        this.share = share;
        this.spoolDirectory = spoolDirectory;
    }

    /** Reads the next {@code length} bytes; fewer: the stream has ended. */
    Piece next(InputStream stream, long length) throws IOException, InterruptedException {
        if (length > memory) {
            return spooled(new Prefix(stream, length), length);
        }
        Optional<Buffer> buffer = length <= share.least() ? Optional.of(share.take(length)) : share.tryTake(length);
        return buffer.isPresent() ? buffered(stream, buffer.get()) : spooled(new Prefix(stream, length), length);
    }

    private static Piece buffered(InputStream stream, Buffer buffer) throws IOException {
        try {
            buffer.fill(stream);
            return new Piece(buffer.body(), buffer::close);
        } catch (IOException | RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
    }

    private Piece spooled(InputStream prefix, long length) throws IOException {
        Source spool = Source.spooled(prefix, spoolDirectory, length);
        return new Piece(spool.region(0, spool.size().orElseThrow()), spool);
    }

    /** Returns a stream of the piece and what follows it, to be cut anew; the piece is closed. */
    InputStream again(Piece piece, InputStream following) throws IOException {
        Source spool = Source.spooled(piece.body().open(), spoolDirectory, piece.length());
        piece.close();
        return new Rejoined(spool, following);
    }

    private static final class Prefix extends WatchedStream {

        private long left;

        Prefix(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    private static final class Rejoined extends InputStream {

        private final Source spool;
        private final InputStream head;
        private final InputStream following;
        private boolean ended;

        Rejoined(Source spool, InputStream following) throws IOException {
            this.spool = spool;
            this.head = spool.sequential();
            this.following = following;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = ended ? -1 : head.read(bytes, offset, count);
            if (read >= 0) {
                return read;
            }
            ended = true;
            return following.read(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            spool.close();
        }
    }
}
