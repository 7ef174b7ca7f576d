package io.github.chunkupload.examples.benchmark.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** As little as a receiver can do: no HTTP but what the generator sends, nobody asked who he is, one file, a thread for each connection. */
final class FloorServer {

    private final ServerSocketChannel server;
    private final Path directory;
    private final long partSize;

    private FloorServer(ServerSocketChannel server, Path directory, long partSize) {
        this.server = server;
        this.directory = directory;
        this.partSize = partSize;
    }

    /** Begins to listen, and returns on which port. */
    static int start(Path directory, long partSize) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        FloorServer floor = new FloorServer(server, directory, partSize);
        new Thread(floor::accept).start();
        return server.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel socket = server.accept();
                new Thread(() -> serve(socket)).start();
            }
        } catch (IOException e) {
            System.err.println("The floor ended: " + e);
        }
    }

    private void serve(SocketChannel socket) {
        try (FloorConnection connection = new FloorConnection(socket, directory.resolve("big.bin"), partSize)) {
            while (true) {
                connection.answer();
            }
        } catch (EOFException e) {
            return;
        } catch (IOException | RuntimeException e) {
            System.err.println("A connection of the floor broke: " + e);
        }
    }
}
