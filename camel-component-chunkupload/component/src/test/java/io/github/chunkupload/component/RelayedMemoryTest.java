package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.ForkedJvm;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A part much larger than the memory of the gateway that relays it. */
@Timeout(180)
class RelayedMemoryTest {

    private static final long PART = 256L << 20;

    @TempDir
    private Path directory;

    @Test
    void aPartOf256MegabytesIsRelayedThroughAHeapOf48() throws Exception {
        try (Node far = new Node(directory)) {
            far.route(far.gateway(Node.BUCKET, "&receive=none&fsync=never"), "gateway", exchange -> { });
            try (ForkedJvm relay = ForkedJvm.start(RelayProgram.class, List.of("-Xmx48m"),
                    "chunkupload:cos:" + Node.BUCKET + "?serverUri=undertow:http://127.0.0.1:0&receive=operations&" + Node.KEYS,
                    far.to("&maxAttempts=1"))) {
                String port = relay.await(line -> line.startsWith("UP "), 60).substring(3);

                Message sent = far.call("chunkupload:cos:" + Node.BUCKET + "?endpoint=http://127.0.0.1:" + port + "&" + Node.KEYS
                    + "&maxAttempts=1&partSize=256MB&key=big&journalDirectory=" + directory.resolve("journal"), sparse().toFile(),
                    Map.of()).getMessage();

                assertThat(sent.getHeader(ChunkUploadConstants.PARTS)).isEqualTo(2);
                assertThat(sent.getHeader(ChunkUploadConstants.PROOF)).isEqualTo("crc64");
                assertThat(relay.isAlive()).isTrue();
                assertThat(far.call(far.to("&operation=headObject&key=big"), null, Map.of()).getMessage()
                    .getHeader(ChunkUploadConstants.SIZE)).isEqualTo(PART + 1);
            }
        }
    }

    private Path sparse() throws Exception {
        Path file = directory.resolve("big.bin");
        try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
            created.setLength(PART + 1);
        }
        return file;
    }
}
