package io.github.chunkupload.component.undertow;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import io.undertow.util.AttachmentList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on the server's event thread, before Camel. It admits as many requests as may block at once, and hides the Content-Type from
 * Camel's form parser, which would otherwise swallow the bodies of forms. A request is counted until its reply is sent, and no longer
 * when the next one of its connection comes; what its client sends after the reply is not counted.
 */
final class UndertowFront implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowFront.class);
    private static final AttachmentKey<AttachmentList<String>> CONTENT_TYPE = AttachmentKey.createList(String.class);

    private final HttpHandler camel;
    private final int maxRequests;
    private final BiFunction<HttpHead, String, HttpReply> busy;
    private final Semaphore free;
    private final Set<HttpServerExchange> admitted = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * Makes a front.
     *
     * @param camel takes the requests admitted, on a worker
     * @param busy answers the others, here and at once
     */
    UndertowFront(HttpHandler camel, int maxRequests, BiFunction<HttpHead, String, HttpReply> busy) {
        this.camel = camel;
        this.maxRequests = maxRequests;
        this.busy = busy;
        this.free = new Semaphore(maxRequests);
    }

    @Override
    public void handleRequest(HttpServerExchange wire) {
        if (!Framing.isClear(wire)) {
            wire.setPersistent(false);
            UndertowReplies.writeAtOnce(wire, new UndertowBody(wire), HttpReply.of(400, Headers.NONE));
            return;
        }
        if (stopping || !free.tryAcquire()) {
            refuse(wire);
            return;
        }
        admitted.add(wire);
        wire.addExchangeCompleteListener((done, next) -> {
            leave(done);
            next.proceed();
        });
        hideContentType(wire);
        wire.dispatch(this::block);
    }

    /**
     * Refuses new requests, gives those under way {@code seconds} to end, and then breaks off their connections.
     *
     * @throws InterruptedException when interrupted; the connections are broken off then too
     */
    void stop(int seconds) throws InterruptedException {
        stopping = true;
        try {
            free.tryAcquire(maxRequests, seconds, TimeUnit.SECONDS);
        } finally {
            admitted.forEach(UndertowReplies::giveUp);
        }
    }

    /** Gives a request admitted its Content-Type back. */
    static void showContentType(HttpServerExchange wire) {
        List<String> hidden = wire.getAttachmentList(CONTENT_TYPE);
        if (!hidden.isEmpty()) {
            wire.getRequestHeaders().putAll(io.undertow.util.Headers.CONTENT_TYPE, hidden);
        }
    }

    private static void hideContentType(HttpServerExchange wire) {
        Collection<String> shown = wire.getRequestHeaders().remove(io.undertow.util.Headers.CONTENT_TYPE);
        if (shown != null) {
            shown.forEach(value -> wire.addToAttachmentList(CONTENT_TYPE, value));
        }
    }

    /** Where Camel fails on the way to us it sends nothing, which Undertow would send as a success. */
    private void block(HttpServerExchange wire) throws Exception {
        try {
            camel.handleRequest(wire);
            if (!wire.isResponseStarted()) {
                UndertowReplies.writeAtOnce(wire, new UndertowBody(wire), HttpReply.of(500, Headers.NONE));
            }
        } finally {
            leave(wire);
        }
    }

    /** Gives the place back: the first of its worker and the end of the exchange does, and the other finds it done. */
    private void leave(HttpServerExchange wire) {
        if (admitted.remove(wire)) {
            free.release();
        }
    }

    /** A client that waits for 100 may or may not send its body after this, so its connection cannot be used again. */
    private void refuse(HttpServerExchange wire) {
        if (HttpContinue.requiresContinueResponse(wire)) {
            wire.setPersistent(false);
        }
        UndertowReplies.writeAtOnce(wire, new UndertowBody(wire), busyReply(wire));
    }

    private HttpReply busyReply(HttpServerExchange wire) {
        try {
            return busy.apply(UndertowCalls.head(wire), UndertowCalls.peer(wire));
        } catch (RuntimeException e) {
            LOG.debug("Too many requests, and this one could not be told so in its own form", e);
            return HttpReply.of(503, Headers.of("Retry-After", "1"));
        }
    }
}
