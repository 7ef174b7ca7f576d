package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Uploads one file in parts, over so many connections, as often as it is told to. The digests are known before. */
final class Load implements AutoCloseable {

    private final FileChannel file;
    private final long size;
    private final long partSize;
    private final Style style;
    private final Control control;
    private final List<String> md5s = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final ExecutorService pool;

    Load(Path path, long partSize, int connections, Style style, int port) throws Exception {
        this.file = FileChannel.open(path);
        this.size = file.size();
        this.partSize = partSize;
        this.style = style;
        this.control = new Control(style);
        this.pool = Executors.newFixedThreadPool(connections);
        for (long offset = 0; offset < size; offset += partSize) {
            md5s.add(md5(offset, length(offset)));
        }
        for (int line = 0; line < connections; line++) {
            lines.add(new Line(port));
        }
    }

    private long length(long offset) {
        return Math.min(partSize, size - offset);
    }

    /** Uploads the file, and returns when the receiver has confirmed the object; every part was confirmed by its MD5. */
    void upload(String object) throws Exception {
        String id = control.initiate(object);
        AtomicInteger next = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (Line line : lines) {
            work.add(() -> {
                for (int part = next.getAndIncrement(); part < md5s.size(); part = next.getAndIncrement()) {
                    send(line, object, id, part);
                }
                return null;
            });
        }
        await(pool.invokeAll(work));
        control.complete(object, id, md5s);
    }

    private static void await(List<Future<Void>> work) throws InterruptedException, IOException {
        for (Future<Void> each : work) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IOException("A part failed", e.getCause());
            }
        }
    }

    private void send(Line line, String object, String id, int part) throws IOException {
        long offset = part * partSize;
        String head = style.head("PUT", object + "?partNumber=" + (part + 1) + "&uploadId=" + id, length(offset));
        line.send(head, file, offset, length(offset)).require(md5s.get(part));
    }

    /** Reads an object back. */
    void verify(String object) throws Exception {
        if (!control.md5(object).equals(md5(0, size))) {
            throw new IOException("The object has other bytes than the file");
        }
    }

    Control control() {
        return control;
    }

    private String md5(long offset, long length) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            while (buffer.hasRemaining() && file.read(buffer, offset + done + buffer.position()) >= 0) {
                continue;
            }
            md5.update(buffer.array(), 0, buffer.limit());
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    @Override
    public void close() throws IOException {
        pool.shutdownNow();
        for (Line line : lines) {
            line.close();
        }
        file.close();
    }
}
