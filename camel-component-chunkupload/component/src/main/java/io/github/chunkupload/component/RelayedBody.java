package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The body of a client on its way through a route: a stream that is opened when its first byte is wanted, and never held. Checksums are
 * taken as it passes; the last bytes are held back until those that the client announced agree, so that other bytes are nowhere stored.
 */
final class RelayedBody extends InputStream {

    private final HashedBody body;
    private final Checks checks;
    private InputStream in;
    private UploadException failure;

    RelayedBody(Body body, Checks checks) {
        this.body = new HashedBody(body, checks.all());
        this.checks = checks;
        if (body.length() == 0) {
            checks.verify(this.body.sums());
        }
    }

    /** Returns the headers that tell of the body, and of what was announced of it. */
    void describe(Map<String, Object> headers) {
        if (body.length() >= 0) {
            headers.put(Exchange.FILE_LENGTH, body.length());
        }
        if (!checks.expect().isEmpty()) {
            headers.put(ChunkUploadConstants.EXPECTED, checks.expect());
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        try {
            in = in == null ? body.open() : in;
            int read = in.read(bytes, offset, count);
            if (body.isComplete()) {
                checks.verify(body.sums());
            }
            return read;
        } catch (UploadException e) {
            failure = e;
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            failure = UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", e);
            throw e;
        }
    }

    /** Returns {@code e}, or what was wrong with the body if that caused it. */
    UploadException causeOf(UploadException e) {
        return failure == null ? e : failure;
    }

    /**
     * Returns the checksums taken.
     *
     * @throws UploadException with {@link Failure#INTERNAL} when the route took the body for done without reading it
     */
    Checksums sums() {
        if (!body.isComplete()) {
            throw UploadException.of(Failure.INTERNAL, "The route did not read the body to its end");
        }
        return body.sums();
    }

    /** Returns how many bytes passed. */
    long bytes() {
        return body.bytes();
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
