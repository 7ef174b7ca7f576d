package io.github.chunkupload.component.servlet;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Patience;
import io.github.chunkupload.http.ServerLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler served by a servlet, on the container's threads, as many requests at once as it may have. */
final class ServletMount implements HttpMount {

    private static final Logger LOG = LoggerFactory.getLogger(ServletMount.class);
    private static final int GRACE_SECONDS = 10;

    private final HttpHandler handler;
    private final ServerLimits limits;
    private final Consumer<ServletMount> gone;
    private final Semaphore free;
    private volatile boolean stopping;

    /** Makes a mount that calls {@code gone} with itself when it is closed. */
    ServletMount(HttpHandler handler, ServerLimits limits, Consumer<ServletMount> gone) {
        this.handler = handler;
        this.limits = limits;
        this.gone = gone;
        this.free = new Semaphore(limits.maxRequests());
    }

    /**
     * Answers one request.
     *
     * @throws IOException when the client took no reply or is too slow, or a reply under way cannot be ended: the container then breaks off
     *     the connection
     */
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long begin = System.nanoTime();
        Writer writer = reply -> ServletReplies.write(request, response, reply, new Patience(limits, begin),
            bytes -> handler.sent(reply, bytes));
        Patience patience = new Patience(limits, begin);
        HttpCall call;
        try {
            call = ServletCalls.call(request, patience);
        } catch (IllegalArgumentException e) {
            LOG.debug("Not a request that a protocol could read: {}", e.getMessage());
            answer(() -> handler.unreadable(request.getRemoteAddr()), writer, response);
            return;
        }
        if (stopping || !free.tryAcquire()) {
            answer(() -> busy(call), writer, response);
            return;
        }
        try {
            answer(() -> handler.handle(call), writer, response);
        } finally {
            free.release();
        }
        if (patience.isOver()) {
            throw new SocketTimeoutException("The client is too slow to wait for the rest of its request");
        }
    }

    private interface Writer {

        void write(HttpReply reply) throws IOException;
    }

    private static void answer(Supplier<HttpReply> work, Writer writer, HttpServletResponse response) throws IOException {
        try (HttpReply reply = work.get()) {
            writer.write(reply);
        } catch (RuntimeException | Error e) {
            LOG.warn("A request failed for no reason that its protocol knows", e);
            ServletReplies.fail(response, e);
        }
    }

    private HttpReply busy(HttpCall call) {
        try {
            return handler.busy(call.head(), call.peer());
        } catch (RuntimeException e) {
            LOG.debug("Too many requests, and this one could not be told so in its own form", e);
            return HttpReply.of(503, Headers.of("Retry-After", "1"));
        }
    }

    @Override
    public int port() {
        return UNKNOWN_PORT;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (free.tryAcquire(limits.maxRequests(), GRACE_SECONDS, TimeUnit.SECONDS)) {
                free.release(limits.maxRequests());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gone.accept(this);
    }
}
