package io.github.chunkupload.gateway;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All protocols of one port. A request goes to the mount whose protocol is surest that it is meant for it, among those that serve its
 * bucket; of several as sure, to one whose bucket the request names rather than to one whose default bucket it would fall into; then
 * to the first one mounted. A request that no protocol recognises goes to the mount that is the default, or to the only one there is, and
 * is answered 404 otherwise. A handler never sees a request whose head names a bucket that is not its own.
 *
 * <p>How many requests may be in work at once is the server's to know, because a reply being sent takes a place too; {@link #busy} tells
 * a client that finds none to come back, in the form of its protocol. What a handler throws becomes an answer in the form of its
 * protocol and a line in the log with the same request id; for a delivery that failed the {@link Courier} has written that line.
 */
public final class Dispatcher implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final List<Mount> mounts = new CopyOnWriteArrayList<>();

    /** Takes a mount away; requests in work go on. Does nothing the second time. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Mounts a protocol behind those there are; at any time.
     *
     * @param settings tells which buckets are served: those named, or any when none is
     */
    public Registration mount(Protocol protocol, ServerSettings settings, HttpHandler handler) {
        return mount(protocol, settings, handler, false);
    }

    /**
     * As {@link #mount(Protocol, ServerSettings, HttpHandler)}.
     *
     * @param isDefault whether requests that no protocol recognises, or that more than one might, are for this one
     */
    public Registration mount(Protocol protocol, ServerSettings settings, HttpHandler handler, boolean isDefault) {
        Mount mount = new Mount(protocol, settings, handler, isDefault);
        mounts.add(mount);
        return () -> mounts.removeIf(m -> m == mount);
    }

    /** Returns whether nothing is mounted. */
    public boolean isEmpty() {
        return mounts.isEmpty();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        HttpHead head = call.head();
        List<Mount> now = List.copyOf(mounts);
        Optional<Mount> chosen = surest(now.stream().filter(m -> m.serves(head)).toList(), head);
        if (chosen.isPresent()) {
            return answer(chosen.get(), call);
        }
        return surest(now, head)
            .map(m -> refuse(m, head, UploadException.builder(Failure.NO_SUCH_BUCKET, "No such bucket is served here"), requestId()))
            .orElseGet(() -> unrecognised(now, call));
    }

    @Override
    public HttpReply busy(HttpHead head) {
        List<Mount> now = List.copyOf(mounts);
        UploadException.Builder failure = UploadException.builder(Failure.BUSY, "Too many requests at once").retryAfter(COME_BACK);
        return surest(now, head).or(() -> now.size() == 1 ? Optional.of(now.get(0)) : Optional.empty())
            .map(m -> refuse(m, head, failure, requestId()))
            .orElseGet(() -> HttpHandler.super.busy(head));
    }

    private static Optional<Mount> surest(List<Mount> candidates, HttpHead head) {
        Mount surest = null;
        int most = 0;
        for (Mount candidate : candidates) {
            int rank = candidate.rank(head);
            if (rank > most) {
                surest = candidate;
                most = rank;
            }
        }
        return Optional.ofNullable(surest);
    }

    private HttpReply unrecognised(List<Mount> now, HttpCall call) {
        if (now.size() == 1 && now.get(0).serves(call.head())) {
            return answer(now.get(0), call);
        }
        if (now.isEmpty()) {
            return text(call.head(), 404, "Nothing is served here.\n");
        }
        String spoken = now.stream().map(m -> m.protocol().name()).distinct().sorted().collect(Collectors.joining(", "));
        LOG.debug("{} is none of {}", call.head(), spoken);
        return text(call.head(), 404, "No protocol of this gateway recognises the request. It speaks " + spoken + ".\n");
    }

    private HttpReply answer(Mount mount, HttpCall call) {
        try {
            return mount.handler().handle(call);
        } catch (UploadException e) {
            String id = e.requestId().isEmpty() ? requestId() : e.requestId();
            Level level = e.getCause() instanceof DeliveryException ? Level.DEBUG : Level.WARN;
            LOG.atLevel(level).setCause(e.kind() == Failure.STORAGE_FULL ? null : e)
                .log("Request {}, {}, failed: {}", id, call.head(), e.kind());
            UploadException.Builder told = UploadException.builder(e.kind(), e.getMessage()).retryAfter(e.retryAfter().orElse(null));
            return refuse(mount, call.head(), told, id);
        } catch (Throwable e) {
            String id = requestId();
            LOG.error("Request {}, {}, failed", id, call.head(), e);
            return refuse(mount, call.head(), UploadException.builder(Failure.INTERNAL, "The request failed within the gateway"), id);
        }
    }

    private static HttpReply refuse(Mount mount, HttpHead head, UploadException.Builder failure, String requestId) {
        try {
            return mount.protocol().refuse(head, failure.requestId(requestId).build());
        } catch (RuntimeException e) {
            LOG.error("Request {}, {}, could not be refused by {}", requestId, head, mount.protocol().name(), e);
            return text(head, 500, "The request failed within the gateway.\n");
        }
    }

    private static HttpReply text(HttpHead head, int status, String text) {
        return head.method().equals("HEAD") ? HttpReply.of(status, Headers.NONE)
            : HttpReply.of(status, Headers.NONE, "text/plain; charset=utf-8", text);
    }

    private static String requestId() {
        return RequestIds.next(Instant.now());
    }
}
