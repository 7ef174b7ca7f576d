package io.github.chunkupload.component.transport;

import io.github.chunkupload.body.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A {@link Body} on its way out. It tells a failing source from a failing connection: a source that fails cuts the connection at
 * once, because what HttpClient does when a chunked body breaks off is to end it in due form, and the server would take it for whole.
 */
final class BodyEntity implements HttpEntity {

    static final int BUFFER_SIZE = 256 * 1024;

    private static final String ATTRIBUTE = BodyEntity.class.getName();
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Body body;
    private final Queue<byte[]> buffers;
    private HttpClientConnection connection;
    private ClassicHttpResponse answer;
    private boolean sent;
    private boolean sourceFailed;

    /**
     * @param buffers where buffers of {@link #BUFFER_SIZE} come from, if there are some, and go to
     */
    BodyEntity(Body body, Queue<byte[]> buffers) {
        this.body = body;
        this.buffers = buffers;
    }

    /** Returns the entity of the request under way in {@code context}, null when it has none. */
    static BodyEntity of(HttpContext context) {
        return (BodyEntity) context.getAttribute(ATTRIBUTE);
    }

    void register(HttpContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /** Begins a new attempt: a proxy may ask for credentials first. */
    void begin(HttpClientConnection over) {
        connection = over;
        answer = null;
        sent = false;
        sourceFailed = false;
    }

    /** Returns whether all bytes went out. */
    boolean isSent() {
        return sent;
    }

    /** Returns whether the bytes could not be had. */
    boolean isSourceFailed() {
        return sourceFailed;
    }

    /** Returns the final answer that came while the body was sent, null when there was none. */
    ClassicHttpResponse answer() {
        return answer;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] pooled = buffers.poll();
        byte[] buffer = pooled == null ? new byte[BUFFER_SIZE] : pooled;
        try (InputStream in = open()) {
            long left = body.length() < 0 ? Long.MAX_VALUE : body.length();
            long looked = System.nanoTime();
            for (int read = read(in, buffer, left); read >= 0; read = read(in, buffer, left)) {
                out.write(buffer, 0, read);
                left -= read;
                if (answer == null && System.nanoTime() - looked > LOOK_NANOS) {
                    lookForAnswer();
                    looked = System.nanoTime();
                }
            }
            sent = true;
        } finally {
            buffers.offer(buffer);
        }
    }

    private InputStream open() throws IOException {
        try {
            return body.open();
        } catch (IOException | RuntimeException | Error e) {
            throw sourceFailed(e);
        }
    }

    /** Reads up to {@code left} bytes; an Error becomes an IOException, as HttpClient shuts all its connections down for one. */
    private int read(InputStream in, byte[] buffer, long left) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0 && body.length() >= 0) {
                throw new EOFException("The body ended " + left + " bytes too early");
            }
            return read;
        } catch (IOException | RuntimeException | Error e) {
            throw sourceFailed(e);
        }
    }

    private IOException sourceFailed(Throwable cause) {
        sourceFailed = true;
        connection.close(CloseMode.IMMEDIATE);
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return cause instanceof IOException checked ? checked : new IOException("The bytes to send could not be read", cause);
    }

    /**
     * Takes an answer that came before the end of the body. A refusal makes the rest of the bytes pointless, but only where the
     * server cannot take what it got for the whole.
     */
    private void lookForAnswer() throws IOException {
        if (body.length() < 0 || !connection.isDataAvailable(Timeout.ONE_MILLISECOND)) {
            return;
        }
        try {
            ClassicHttpResponse response = connection.receiveResponseHeader();
            answer = response.getCode() < HttpStatus.SC_SUCCESS ? null : response;
        } catch (HttpException e) {
            throw new IOException("The server sent something that is not HTTP", e);
        }
        if (answer != null && answer.getCode() >= HttpStatus.SC_REDIRECTION) {
            throw new IOException("The server answered " + answer.getCode() + " before the body was sent");
        }
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isChunked() {
        return body.length() < 0;
    }

    @Override
    public boolean isRepeatable() {
        return body.repeatable();
    }

    @Override
    public boolean isStreaming() {
        return !body.repeatable();
    }

    @Override
    public InputStream getContent() throws IOException {
        return body.open();
    }

    @Override
    public String getContentType() {
        return null;
    }

    @Override
    public String getContentEncoding() {
        return null;
    }

    @Override
    public Supplier<List<? extends Header>> getTrailers() {
        return null;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }

    /** Leaves the body open: whoever made it closes it. */
    @Override
    public void close() {
    }
}
