package io.github.chunkupload.examples.benchmark;

import io.github.chunkupload.examples.benchmark.receiver.ReceiverProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Who receives. */
enum Receiver {

    FLOOR("bare sockets, MD5", "part", "s3") {
        @Override
        ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException {
            return program(settings, "floor", String.valueOf(settings.partSize()), data);
        }
    },
    COS("chunkupload:cos", "part", "cos") {
        @Override
        ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException {
            return program(settings, "ours", "", data);
        }
    },
    COS_NEVER("chunkupload:cos?fsync=never", "never", "cos") {
        @Override
        ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException {
            return program(settings, "ours", "&fsync=never", data);
        }
    },
    S3PROXY("s3proxy 4.1.0, file system", "never", "s3") {
        @Override
        ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException {
            int port = ReceiverProcess.freePort();
            Path file = Files.writeString(data.resolve("s3proxy.conf"), "s3proxy.authorization=none\ns3proxy.endpoint=http://127.0.0.1:"
                + port + "\njclouds.provider=filesystem-nio2\njclouds.identity=none\njclouds.credential=none\njclouds.filesystem.basedir="
                + Files.createDirectory(data.resolve("objects")) + "\n");
            return ReceiverProcess.peer(settings, "s3proxy", "org.gaul.s3proxy.Main", port, "--properties", file.toString());
        }
    },
    S3MOCK("s3mock 5.2.0", "never", "s3") {
        @Override
        ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException {
            int port = ReceiverProcess.freePort();
            return ReceiverProcess.peer(settings, "s3mock", "com.adobe.testing.s3mock.S3MockApplication", port,
                "--com.adobe.testing.s3mock.httpPort=" + port, "--server.port=0", "--server.address=127.0.0.1",
                "--logging.level.root=error", "--com.adobe.testing.s3mock.store.root=" + Files.createDirectory(data.resolve("objects")));
        }
    };

    static final String BUCKET = "bench-1250000000";

    private final String title;
    private final String fsync;
    private final String style;

    Receiver(String title, String fsync, String style) {
        this.title = title;
        this.fsync = fsync;
        this.style = style;
    }

    /** Starts it in a process of its own. */
    abstract ReceiverProcess start(Settings settings, Path data) throws IOException, InterruptedException;

    private static ReceiverProcess program(Settings settings, String what, String option, Path data) throws IOException {
        return ReceiverProcess.of(settings.jvm(), ReceiverProgram.class, what, option, data.toString(), BUCKET, Task.ACCESS_KEY,
            Task.SECRET_KEY);
    }

    String title() {
        return title;
    }

    /** Returns when it forces bytes to the disk. */
    String fsync() {
        return fsync;
    }

    /** Returns how requests to it look. */
    String style() {
        return style;
    }

    static List<Receiver> matching(String pattern) {
        return Arrays.stream(values()).filter(each -> each.name().matches(pattern)).toList();
    }
}
