package io.github.chunkupload.examples.benchmark;

import io.github.chunkupload.examples.benchmark.sink.SinkProgram;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sink, in a process of its own. */
final class SinkProcess implements AutoCloseable {

    private final Forked process;
    private final Map<String, Integer> ports = new HashMap<>();

    private SinkProcess(Forked process) throws IOException {
        this.process = process;
        for (int count = 0; count < SinkProgram.DIALECTS; count++) {
            String[] port = process.await("port").split(" ");
            ports.put(port[0], Integer.valueOf(port[1]));
        }
        process.await("ready");
    }

    /** Starts it for a file, or for a file of zeros of so many bytes. */
    static SinkProcess start(Object content, long partSize, String... more) throws IOException {
        String[] arguments = new String[2 + more.length];
        arguments[0] = content.toString();
        arguments[1] = String.valueOf(partSize);
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new SinkProcess(Forked.start(SinkProgram.class, List.of("-Xmx256m", "-XX:+UseSerialGC"), arguments));
    }

    int port(String dialect) {
        return ports.get(dialect);
    }

    /** Returns what it says of the next part that arrives. */
    String nextPart() throws IOException {
        return process.await("part");
    }

    @Override
    public void close() {
        process.close();
    }
}
