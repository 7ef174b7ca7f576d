package io.github.chunkupload.examples.benchmark.sink;

import java.nio.file.Path;

/**
 * The sink in a process of its own, so that what it costs is not counted. Arguments: the file that will be sent, or the size of one of
 * zeros; the part size; "events" to tell of every part. Prints the port of each dialect, then "ready", and ends with its input.
 */
public final class SinkProgram {

    /** How many ports it opens. */
    public static final int DIALECTS = 8;

    private static final long CAYMAN_BLOCK = 4 << 20;

    private SinkProgram() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        boolean zeros = arguments[0].matches("\\d+");
        long partSize = Long.parseLong(arguments[1]);
        Content content = zeros ? Content.zeros(Long.parseLong(arguments[0])) : Content.of(Path.of(arguments[0]));
        if (!zeros) {
            content.prepare(partSize);
            content.prepare(CAYMAN_BLOCK);
        }
        Events events = new Events(arguments.length > 2 && arguments[2].equals("events"));
        tell("cos", new XmlDialect(content, partSize, true, events));
        tell("cos-md5", new XmlDialect(content, partSize, false, events));
        tell("s3", new XmlDialect(content, partSize, false, events));
        tell("qingstor", new JsonDialect(content, partSize, true));
        tell("cdcs", new JsonDialect(content, partSize, false));
        tell("cos-slice", new SliceDialect(content));
        tell("cayman", new CaymanDialect(content));
        tell("raw", new RawDialect());
        System.out.println("ready");
        while (System.in.read() >= 0) {
            continue;
        }
    }

    private static void tell(String name, Dialect dialect) throws Exception {
        System.out.println("port " + name + " " + Sink.start(dialect));
    }
}
