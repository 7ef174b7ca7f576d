package io.github.chunkupload.examples.benchmark.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Uploads one file in parts, over so many connections, as often as it is told to. The digests are known before. */
final class Load implements AutoCloseable {

    private final FileChannel file;
    private final long size;
    private final long partSize;
    private final Style style;
    private final Control control;
    private final List<String> md5s = new ArrayList<>();
    private final Workers workers;

    Load(Path path, long partSize, int connections, Style style, int port) throws Exception {
        this.file = FileChannel.open(path);
        this.size = file.size();
        this.partSize = partSize;
        this.style = style;
        this.control = new Control(style);
        for (long offset = 0; offset < size; offset += partSize) {
            md5s.add(Md5.of(file, offset, length(offset)));
        }
        this.workers = new Workers(connections, port);
    }

    private long length(long offset) {
        return Math.min(partSize, size - offset);
    }

    /** Uploads the file, and returns when the receiver has confirmed the object; every part was confirmed by its MD5. */
    void upload(String object) throws Exception {
        String id = control.initiate(object);
        workers.run(md5s.size(), (line, part) -> {
            long offset = part * partSize;
            String head = style.head("PUT", object + "?partNumber=" + (part + 1) + "&uploadId=" + id, length(offset));
            line.send(head, file, offset, length(offset)).require(md5s.get(part));
        });
        control.complete(object, id, md5s);
    }

    /** Reads an object back. */
    void verify(String object) throws Exception {
        if (!control.md5(object).equals(Md5.of(file, 0, size))) {
            throw new IOException("The object has other bytes than the file");
        }
    }

    Control control() {
        return control;
    }

    @Override
    public void close() throws IOException {
        workers.close();
        file.close();
    }
}
