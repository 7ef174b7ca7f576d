package io.github.chunkupload.testing;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLServerSocket;

/**
 * A small HTTP/1.1 server on a free loopback port. It changes nothing of what comes and goes: targets arrive byte for byte, 100
 * Continue is sent when the body is opened and never before, bodies are streamed, a body that ends too early is an
 * {@link IOException} for the handler, and one that the handler leaves unread costs the connection.
 *
 * <p>Handlers run on a thread per connection. What a handler throws is answered with 500 and fails the test when the server is
 * closed, because a handler may not throw; {@link #hangUp()} is the exception.
 */
public final class SocketServer implements AutoCloseable {

    private static final int JOIN_MILLIS = 10_000;

    private final ServerSocket socket;
    private final HttpHandler handler;
    private final BiConsumer<HttpHead, byte[]> recorder;
    private final Map<Thread, SocketConnection> connections = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::accept);
    private volatile boolean closed;
    private volatile int accepted;

    private SocketServer(ServerSocket socket, HttpHandler handler, BiConsumer<HttpHead, byte[]> recorder) {
        this.socket = socket;
        this.handler = handler;
        this.recorder = recorder;
        begin(acceptor, "socket-server-" + port());
    }

    /** Starts a server that answers with {@code handler}. */
    public static SocketServer start(HttpHandler handler) {
        return new SocketServer(loopback(), handler, null);
    }

    /** Starts a server on {@code socket}, which may be one with TLS; it is closed with the server. */
    public static SocketServer start(HttpHandler handler, ServerSocket socket) {
        return new SocketServer(socket, handler, null);
    }

    /** Starts a server that tells {@code recorder} of each request as it stood on the wire, before the reply goes out. */
    static SocketServer start(HttpHandler handler, BiConsumer<HttpHead, byte[]> recorder) {
        return new SocketServer(loopback(), handler, recorder);
    }

    /** Returns what a handler throws to have the connection reset without a reply. */
    public static RuntimeException hangUp() {
        return new SocketConnection.HangUp();
    }

    /** Returns the port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Returns the address, {@code http://127.0.0.1:port} or the same with https. */
    public URI uri() {
        String scheme = socket instanceof SSLServerSocket ? "https" : "http";
        return URI.create(scheme + "://" + socket.getInetAddress().getHostAddress() + ":" + port());
    }

    /** Returns how many connections were made so far. */
    public int accepted() {
        return accepted;
    }

    /** Returns how many connections are open. */
    public int open() {
        return connections.size();
    }

    /**
     * Cuts all connections, waits for every thread to end.
     *
     * @throws AssertionError when a handler threw something, or a thread does not end
     */
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
            end(acceptor);
            for (Map.Entry<Thread, SocketConnection> connection : connections.entrySet()) {
                connection.getValue().close();
                connection.getKey().interrupt();
                end(connection.getKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("A handler threw", failures.get(0));
        }
    }

    private static ServerSocket loopback() {
        try {
            return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                serve(socket.accept());
            } catch (IOException e) {
                if (!closed) {
                    failures.add(e);
                }
                return;
            }
        }
    }

    private void serve(Socket client) {
        accepted++;
        SocketConnection connection = new SocketConnection(client, handler, recorder, failures::add);
        Thread thread = new Thread(() -> {
            try {
                connection.run();
            } finally {
                connections.remove(Thread.currentThread());
            }
        });
        connections.put(thread, connection);
        begin(thread, acceptor.getName() + "-" + accepted);
    }

    private static void begin(Thread thread, String name) {
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            AssertionError stuck = new AssertionError(thread.getName() + " does not end");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }
}
