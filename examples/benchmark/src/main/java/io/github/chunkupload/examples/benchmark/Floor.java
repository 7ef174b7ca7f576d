package io.github.chunkupload.examples.benchmark;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As little as can be done: positional reads, a digest if wanted, and a socket, with 256 KiB buffers. */
final class Floor implements Uploads {

    /** What is hashed on the way. */
    enum Hash {
        NONE(Set.of()), CRC64(Set.of(Digest.CRC64)), MD5(Set.of(Digest.MD5)), SHA1_FIRST(Set.of());

        private final Set<Digest> digests;

        Hash(Set<Digest> digests) {
            this.digests = digests;
        }
    }

    private static final int BUFFER = 256 << 10;

    private final Task task;
    private final Hash hash;
    private final ExecutorService pool;
    private final ThreadLocal<Socket> sockets = new ThreadLocal<>();

    Floor(Task task, Hash hash) {
        this.task = task;
        this.hash = hash;
        this.pool = Executors.newFixedThreadPool(task.parallel(), work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void upload() throws Exception {
        try (FileChannel file = FileChannel.open(task.file())) {
            long size = file.size();
            if (hash == Hash.SHA1_FIRST) {
                digest(file, size);
            }
            List<Future<?>> parts = new ArrayList<>();
            for (long offset = 0; offset < size; offset += task.partSize()) {
                long from = offset;
                parts.add(pool.submit(() -> {
                    send(file, from, Math.min(task.partSize(), size - from));
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
    }

    private static void digest(FileChannel file, long size) throws IOException {
        Hashing hashing = new Hashing(Set.of(Digest.SHA1));
        byte[] buffer = new byte[BUFFER];
        for (long done = 0; done < size;) {
            int read = file.read(ByteBuffer.wrap(buffer), done);
            hashing.update(buffer, 0, read);
            done += read;
        }
        hashing.finish();
    }

    private void send(FileChannel file, long offset, long length) throws IOException {
        Socket socket = socket();
        OutputStream out = socket.getOutputStream();
        out.write(("PUT /part HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Hashing hashing = new Hashing(hash.digests);
        byte[] buffer = new byte[BUFFER];
        for (long done = 0; done < length;) {
            int read = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(BUFFER, length - done)), offset + done);
            hashing.update(buffer, 0, read);
            out.write(buffer, 0, read);
            done += read;
        }
        hashing.finish();
        InputStream in = socket.getInputStream();
        for (int end = 0; end < 4;) {
            end = in.read() == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
    }

    private Socket socket() throws IOException {
        if (sockets.get() == null) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), task.port());
            socket.setTcpNoDelay(true);
            sockets.set(socket);
        }
        return sockets.get();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
