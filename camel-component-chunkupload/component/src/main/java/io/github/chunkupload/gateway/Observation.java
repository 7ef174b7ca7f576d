package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.body.WatchedStream;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * One request on its way through the gateway: what is learnt of it, until its reply is closed and the observers hear of it. The thread
 * that answers it carries it, and its id in the logger's context under {@value #MDC_KEY}.
 */
final class Observation {

    /** The name under which log lines written meanwhile have the id of the request. */
    static final String MDC_KEY = "chunkupload.requestId";

    private static final ThreadLocal<Observation> CURRENT = new ThreadLocal<>();

    private String id;
    private final String method;
    private final String path;
    private final String peer;
    private final long begin = System.nanoTime();
    private final GatewayObserver everybody;
    private GatewayObserver observer;
    private String protocol = "";
    private String caller = "";
    private long bytesIn;
    private long bytesOut = -1;

    private Observation(String id, String method, String path, String peer, GatewayObserver everybody) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.peer = peer;
        this.everybody = everybody;
        this.observer = everybody;
        everybody.began();
    }

    /** Begins with a request whose head is known. */
    static Observation of(String id, String method, String path, String peer, GatewayObserver everybody) {
        return new Observation(id, method, path, peer, everybody);
    }

    /** Returns what the thread is answering. */
    static Optional<Observation> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    String id() {
        return id;
    }

    /** Takes the id under which the log has more of the request, where there is such a one. */
    void rename(String other) {
        id = other.isEmpty() ? id : other;
    }

    /** Learns in whose form the reply is. */
    void protocol(Protocol spoken) {
        protocol = spoken.name();
    }

    /** Returns the request with its id and with a body whose bytes are counted. */
    HttpCall call(HttpCall call) {
        return new HttpCall(call.head(), new CountedBody(call.body()), call.peer(), id);
    }

    /** Learns which mount answers; its observer hears of the request too. */
    void answeredBy(Mount mount) {
        protocol(mount.protocol());
        observer = GatewayObserver.all(List.of(everybody, mount.observer()));
        mount.observer().began();
    }

    /** Learns who asks. */
    void caller(Caller proved) {
        caller = proved.accessKey();
    }

    /** Tells of a part that was stored. */
    void partStored(long bytes, long since) {
        observer.partStored(protocol, bytes, Duration.ofNanos(System.nanoTime() - since));
    }

    /** Answers on this thread, and returns the reply in the form in which its end is noticed. */
    HttpReply answer(Supplier<HttpReply> work) {
        Observation before = CURRENT.get();
        String logged = MDC.get(MDC_KEY);
        CURRENT.set(this);
        MDC.put(MDC_KEY, id);
        try {
            HttpReply reply = work.get();
            return reply.with(new WatchedBody(reply));
        } finally {
            if (logged == null) {
                MDC.remove(MDC_KEY);
            } else {
                MDC.put(MDC_KEY, logged);
            }
            CURRENT.set(before);
        }
    }

    /** Learns how much of the body of a reply of {@link #answer} went out. */
    static void sent(HttpReply reply, long bytes) {
        if (reply.body() instanceof WatchedBody watched) {
            watched.sent(bytes);
        }
    }

    private void ended(HttpReply reply) {
        long out = bytesOut >= 0 ? bytesOut : Math.max(0, reply.body().length());
        observer.answered(new AnsweredRequest(id, protocol, method, path, peer, caller, reply.status(), reply.failure(), bytesIn, out,
            Duration.ofNanos(System.nanoTime() - begin)));
    }

    /** The body of the reply; its closing is the end of the request. */
    private final class WatchedBody implements Body {

        private final HttpReply reply;
        private boolean closed;

        WatchedBody(HttpReply reply) {
            this.reply = reply;
        }

        void sent(long bytes) {
            bytesOut = bytes;
        }

        @Override
        public long length() {
            return reply.body().length();
        }

        @Override
        public boolean repeatable() {
            return reply.body().repeatable();
        }

        @Override
        public InputStream open() throws IOException {
            return reply.body().open();
        }

        @Override
        public Optional<FileRegion> region() {
            return reply.body().region();
        }

        @Override
        public void close() throws IOException {
            boolean first = !closed;
            closed = true;
            try {
                reply.body().close();
            } finally {
                if (first) {
                    ended(reply);
                }
            }
        }
    }

    /** The body of the request; its bytes are counted as they are read. */
    private final class CountedBody implements Body {

        private final Body body;

        CountedBody(Body body) {
            this.body = body;
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public boolean repeatable() {
            return body.repeatable();
        }

        @Override
        public InputStream open() throws IOException {
            return new WatchedStream(body.open()) {

                @Override
                public int read(byte[] bytes, int offset, int count) throws IOException {
                    int read = in.read(bytes, offset, count);
                    bytesIn += Math.max(0, read);
                    return read;
                }
            };
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
