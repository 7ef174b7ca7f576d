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
    private final GatewayObserver observer;

    /** Takes a mount away; requests in work go on. Does nothing the second time. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }

    /** Makes a dispatcher that nobody observes. */
    public Dispatcher() {
        this(new GatewayObserver() { });
    }

    /** Makes a dispatcher whose every request {@code observer} hears of. */
    public Dispatcher(GatewayObserver observer) {
        this.observer = GatewayObserver.all(List.of(observer));
    }

    /**
     * Mounts a protocol behind those there are; at any time.
     *
     * @param settings tells which buckets are served: those named, or any when none is
     */
    public Registration mount(Protocol protocol, ServerSettings settings, HttpHandler handler) {
        return mount(protocol, settings, handler, false, CrossOrigin.NONE, new GatewayObserver() { });
    }

    /**
     * As {@link #mount(Protocol, ServerSettings, HttpHandler)}.
     *
     * @param isDefault whether requests that no protocol recognises, or that more than one might, are for this one
     * @param crossOrigin which pages of other origins may use it
     * @param told hears of the requests to this mount, beside the observer of all
     */
    public Registration mount(Protocol protocol, ServerSettings settings, HttpHandler handler, boolean isDefault, CrossOrigin crossOrigin,
            GatewayObserver told) {
        Mount mount = new Mount(protocol, settings, handler, isDefault, crossOrigin, GatewayObserver.all(List.of(told)));
        mounts.add(mount);
        return () -> mounts.removeIf(m -> m == mount);
    }

    /** Returns whether nothing is mounted. */
    public boolean isEmpty() {
        return mounts.isEmpty();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        Observation seen = observation(call.head(), call.peer());
        return seen.answer(() -> route(seen.call(call), seen));
    }

    private HttpReply route(HttpCall call, Observation seen) {
        HttpHead head = call.head();
        List<Mount> now = List.copyOf(mounts);
        Optional<Mount> asked = CrossOrigin.isPreflight(head) ? asked(now, CrossOrigin.announced(head)) : Optional.empty();
        if (asked.isPresent()) {
            seen.answeredBy(asked.get());
            return asked.get().crossOrigin().answer(head);
        }
        Optional<Mount> chosen = surest(now.stream().filter(m -> m.serves(head)).toList(), head);
        if (chosen.isPresent()) {
            return answer(chosen.get(), call, seen);
        }
        return surest(now, head)
            .map(m -> refuse(m, head, UploadException.builder(Failure.NO_SUCH_BUCKET, "No such bucket is served here"), seen))
            .orElseGet(() -> unrecognised(now, call, seen));
    }

    /**
     * Returns which mount tells what a page may do. The request announced has no credentials yet, by which some protocols are known: where
     * none is, one that would let the page in tells it.
     */
    private static Optional<Mount> asked(List<Mount> now, HttpHead announced) {
        List<Mount> serving = now.stream().filter(m -> m.serves(announced)).toList();
        List<Mount> offering = serving.stream().filter(m -> m.crossOrigin().isOffered()).toList();
        return surest(serving, announced).or(() -> offering.stream().filter(m -> m.crossOrigin().allows(announced)).findFirst())
            .or(() -> offering.stream().findFirst()).filter(m -> m.crossOrigin().isOffered());
    }

    @Override
    public HttpReply busy(HttpHead head, String peer) {
        List<Mount> now = List.copyOf(mounts);
        Observation seen = observation(head, peer);
        return seen.answer(() -> surest(now, head).or(() -> now.size() == 1 ? Optional.of(now.get(0)) : Optional.empty())
            .map(m -> busy(m, head, seen))
            .orElseGet(() -> HttpHandler.super.busy(head, peer).refusing(Failure.BUSY)));
    }

    private static HttpReply busy(Mount mount, HttpHead head, Observation seen) {
        seen.answeredBy(mount);
        return refuse(mount, head, UploadException.builder(Failure.BUSY, "Too many requests at once").retryAfter(COME_BACK), seen);
    }

    @Override
    public HttpReply unreadable(String peer) {
        return Observation.of(requestId(), "", "", peer, observer).answer(() -> HttpHandler.super.unreadable(peer));
    }

    @Override
    public void sent(HttpReply reply, long bytes) {
        Observation.sent(reply, bytes);
    }

    private Observation observation(HttpHead head, String peer) {
        return Observation.of(requestId(), head.method(), head.rawPath(), peer, observer);
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

    private HttpReply unrecognised(List<Mount> now, HttpCall call, Observation seen) {
        if (now.size() == 1 && now.get(0).serves(call.head())) {
            return answer(now.get(0), call, seen);
        }
        if (now.isEmpty()) {
            return text(call.head(), 404, "Nothing is served here.\n", seen);
        }
        String spoken = now.stream().map(m -> m.protocol().name()).distinct().sorted().collect(Collectors.joining(", "));
        LOG.debug("{} is none of {}", call.head(), spoken);
        return text(call.head(), 404, "No protocol of this gateway recognises the request. It speaks " + spoken + ".\n", seen);
    }

    private HttpReply answer(Mount mount, HttpCall call, Observation seen) {
        seen.answeredBy(mount);
        try {
            return mount.crossOrigin().granted(call.head(), Sandbox.around(call.head(), mount.handler().handle(call)));
        } catch (UploadException e) {
            seen.rename(e.requestId());
            Level level = e.getCause() instanceof DeliveryException ? Level.DEBUG : Level.WARN;
            LOG.atLevel(level).setCause(e.kind() == Failure.STORAGE_FULL ? null : e)
                .log("Request {}, {}, failed: {}", seen.id(), call.head(), e.kind());
            UploadException.Builder told = UploadException.builder(e.kind(), e.getMessage()).retryAfter(e.retryAfter().orElse(null));
            return refuse(mount, call.head(), told, seen);
        } catch (Throwable e) {
            LOG.error("Request {}, {}, failed", seen.id(), call.head(), e);
            return refuse(mount, call.head(), UploadException.builder(Failure.INTERNAL, "The request failed within the gateway"), seen);
        }
    }

    private static HttpReply refuse(Mount mount, HttpHead head, UploadException.Builder failure, Observation seen) {
        seen.protocol(mount.protocol());
        UploadException told = failure.requestId(seen.id()).build();
        try {
            return mount.crossOrigin().granted(head, mount.protocol().refuse(head, told)).refusing(told.kind());
        } catch (RuntimeException e) {
            LOG.error("Request {}, {}, could not be refused by {}", seen.id(), head, mount.protocol().name(), e);
            return text(head, 500, "The request failed within the gateway.\n", seen).refusing(told.kind());
        }
    }

    private static HttpReply text(HttpHead head, int status, String text, Observation seen) {
        Headers headers = Headers.of("X-Request-Id", seen.id());
        return head.method().equals("HEAD") ? HttpReply.of(status, headers)
            : HttpReply.of(status, headers, "text/plain; charset=utf-8", text);
    }

    private static String requestId() {
        return RequestIds.next(Instant.now());
    }
}
