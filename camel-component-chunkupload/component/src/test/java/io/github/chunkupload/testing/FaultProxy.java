package io.github.chunkupload.testing;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands on a free loopback port between a client and a server of HTTP/1.1 and lets every byte pass as it is, except in those requests
 * that the {@linkplain FaultPlan plan} strikes. Each request and reply is read whole before it is passed on.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 64;
    private static final int JOIN_MILLIS = 10_000;

    private final ServerSocket socket;
    private final URI server;
    private final Refusals refusals;
    private final Map<Thread, FaultyLine> lines = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread acceptor = new Thread(this::accept, "fault-proxy");
    private volatile FaultPlan plan = FaultPlan.NONE;

    /** How the server's protocol would refuse a request. */
    public interface Refusals {

        /** Returns the reply to 503 with Retry-After. */
        HttpReply busy(HttpHead head);

        /** Returns a reply whose document tells a failure; its status is not used. */
        HttpReply failed(HttpHead head);
    }

    private FaultProxy(ServerSocket socket, URI server, Refusals refusals) {
        this.socket = socket;
        this.server = server;
        this.refusals = refusals;
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Starts a proxy that passes everything on to {@code server}. */
    public static FaultProxy start(URI server, Refusals refusals) {
        try {
            return new FaultProxy(new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress()), server, refusals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Strikes the requests that come from now on by {@code faults}. */
    public void play(FaultPlan faults) {
        plan = faults;
    }

    FaultPlan plan() {
        return plan;
    }

    Refusals refusals() {
        return refusals;
    }

    /** Is at zero when the proxy is being closed. */
    CountDownLatch closing() {
        return closing;
    }

    /** Returns the address for the client. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Cuts all connections and waits for every thread to end. */
    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
            acceptor.join(JOIN_MILLIS);
            for (Map.Entry<Thread, FaultyLine> line : lines.entrySet()) {
                line.getValue().close();
                line.getKey().join(JOIN_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (acceptor.isAlive() || !lines.isEmpty()) {
            throw new AssertionError("Threads of the proxy do not end: " + lines.keySet());
        }
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                serve(socket.accept());
            } catch (IOException e) {
                if (closing.getCount() > 0) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) throws IOException {
        if (lines.size() >= MOST_CONNECTIONS) {
            client.close();
            return;
        }
        Socket upstream = new Socket();
        upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()), JOIN_MILLIS);
        FaultyLine line = new FaultyLine(this, client, upstream);
        Thread thread = new Thread(() -> {
            try {
                line.run();
            } finally {
                lines.remove(Thread.currentThread());
            }
        }, "fault-proxy-" + accepted.incrementAndGet());
        thread.setDaemon(true);
        lines.put(thread, line);
        thread.start();
    }
}
