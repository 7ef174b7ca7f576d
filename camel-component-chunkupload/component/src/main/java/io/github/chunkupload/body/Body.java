package io.github.chunkupload.body;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes to be read: a part, an object, a request or a reply.
 *
 * <p>Whoever is handed a body may open it, from one thread. Whoever made it closes it. A stream that ends before {@link #length()}
 * bytes is an error of the source and is reported as an {@link IOException} by the stream, never as a plain end.
 */
public interface Body extends Closeable {

    /** No bytes. */
    Body EMPTY = of(new byte[0]);

    /** Returns the number of bytes, or −1 when that is not known before the end. */
    long length();

    /** Returns whether {@link #open()} may be called again, also while an earlier stream is still open. */
    boolean repeatable();

    /**
     * Opens the bytes from the first one. For a request that waits for {@code 100 Continue} this is the moment it is sent.
     *
     * @throws IOException when the bytes cannot be had
     * @throws IllegalStateException when called a second time on a body that is not {@linkplain #repeatable() repeatable}
     */
    InputStream open() throws IOException;

    /** Returns the region of a file that these bytes are, where they are one: it can be sent without a copy in memory. */
    default Optional<FileRegion> region() {
        return Optional.empty();
    }

    /** Releases what the body holds, such as a connection or a file; does nothing the second time. */
    @Override
    default void close() throws IOException {
    }

    /** Returns a repeatable body of {@code bytes}, which must not be changed afterwards. */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /**
     * Returns a body that can be opened once, over {@code stream}; closing the body closes the stream.
     *
     * @param length bytes that must come, or −1 when unknown
     */
    static Body once(InputStream stream, long length) {
        return new OneShotBody(stream, length);
    }
}
