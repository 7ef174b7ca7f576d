package io.github.chunkupload.component.servlet;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.HttpReply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler served by a servlet, on the container's threads, as many requests at once as it may have. */
final class ServletMount implements HttpMount {

    private static final Logger LOG = LoggerFactory.getLogger(ServletMount.class);
    private static final int GRACE_SECONDS = 10;

    private final HttpHandler handler;
    private final int maxRequests;
    private final Consumer<ServletMount> gone;
    private final Semaphore free;
    private volatile boolean stopping;

    /** Makes a mount that calls {@code gone} with itself when it is closed. */
    ServletMount(HttpHandler handler, int maxRequests, Consumer<ServletMount> gone) {
        if (maxRequests < 1) {
            throw new IllegalArgumentException("maxRequests must be at least 1, not " + maxRequests);
        }
        this.handler = handler;
        this.maxRequests = maxRequests;
        this.gone = gone;
        this.free = new Semaphore(maxRequests);
    }

    /**
     * Answers one request.
     *
     * @throws IOException when the client took no reply, or a reply under way cannot be ended: the container then breaks off the
     *     connection
     */
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpCall call;
        try {
            call = ServletCalls.call(request);
        } catch (IllegalArgumentException e) {
            LOG.debug("Not a request that a protocol could read: {}", e.getMessage());
            ServletReplies.write(request, response, HttpReply.of(400, Headers.NONE));
            return;
        }
        if (stopping || !free.tryAcquire()) {
            ServletReplies.write(request, response, busy(call.head()));
            return;
        }
        try {
            answer(call, request, response);
        } finally {
            free.release();
        }
    }

    private void answer(HttpCall call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (HttpReply reply = handler.handle(call)) {
            ServletReplies.write(request, response, reply);
        } catch (RuntimeException | Error e) {
            LOG.warn("A request failed for no reason that its protocol knows", e);
            ServletReplies.fail(response, e);
        }
    }

    private HttpReply busy(HttpHead head) {
        try {
            return handler.busy(head);
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
            if (free.tryAcquire(maxRequests, GRACE_SECONDS, TimeUnit.SECONDS)) {
                free.release(maxRequests);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gone.accept(this);
    }
}
