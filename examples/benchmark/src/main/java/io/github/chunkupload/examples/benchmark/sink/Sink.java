package io.github.chunkupload.examples.benchmark.sink;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An HTTP server on the loopback address that reads bodies as fast as it can and throws them away. */
final class Sink {

    private final ServerSocketChannel server;
    private final Dialect dialect;

    private Sink(ServerSocketChannel server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    /** Begins to listen, and returns on which port. */
    static int start(Dialect dialect) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        Sink sink = new Sink(server, dialect);
        daemon(sink::accept);
        return server.socket().getLocalPort();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel socket = server.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            System.err.println("The sink ended: " + e);
        }
    }

    private void serve(SocketChannel socket) {
        try (Connection connection = new Connection(socket)) {
            while (connection.next()) {
                connection.answer(dialect);
            }
        } catch (EOFException e) {
            return;
        } catch (IOException | RuntimeException e) {
            System.err.println("A connection of the sink broke: " + e);
        }
    }
}
