package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.testing.ForkedJvm;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file much larger than the memory of the process that sends it. */
@Timeout(240)
class BigFileTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path directory;

    private volatile Long received;
    private volatile String checksum;

    @Test
    void goesUpFromAHeapOf64MegabytesInFlatMemory() throws Exception {
        Path file = sparse(4 * GIB);
        try (Node gateway = new Node(directory).receive("&fsync=never&completeTimeout=2m&afterDelivery=delete", this::received);
                ForkedJvm uploader = ForkedJvm.start(UploadProgram.class, List.of("-Xmx64m"), endpoint(gateway), file.toString())) {
            uploader.await(line -> sent(line) >= GIB, 120);
            long early = uploader.residentBytes();
            uploader.await(line -> sent(line) >= 4 * GIB - 32 * (1 << 20), 180);
            long late = uploader.residentBytes();
            assertThat(uploader.await(line -> line.startsWith("DONE"), 120)).isEqualTo("DONE 512 crc64");
            assertThat(uploader.awaitEnd(30)).isZero();

            assertThat(received).isEqualTo(4 * GIB);
            assertThat(checksum).contains("crc64:" + Long.toUnsignedString(crcOfZeros(4 * GIB)));
            assertThat(late - early).as("growth of the resident memory over 3 GiB").isLessThan(32 << 20);
        }
    }

    private Path sparse(long size) throws Exception {
        Path file = directory.resolve("big.bin");
        try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
            created.setLength(size);
        }
        return file;
    }

    private void received(Exchange exchange) {
        received = exchange.getMessage().getHeader(ChunkUploadConstants.SIZE, Long.class);
        checksum = exchange.getMessage().getHeader(ChunkUploadConstants.CHECKSUM, String.class);
    }

    private String endpoint(Node gateway) {
        return "chunkupload:cos:" + Node.BUCKET + "?endpoint=http://127.0.0.1:" + gateway.port() + "&" + Node.KEYS
            + "&partSize=8MB&transferListeners=#printer&journalDirectory=RAW(" + directory.resolve("journal") + ")";
    }

    private static long sent(String line) {
        return line.startsWith("SENT ") ? Long.parseLong(line.substring(5)) : 0;
    }

    private static long crcOfZeros(long size) {
        byte[] mebibyte = new byte[1 << 20];
        long one = Crc64.of(mebibyte, 0, mebibyte.length);
        long all = one;
        long length = mebibyte.length;
        while (length < size) {
            all = Crc64.combine(all, all, length);
            length *= 2;
        }
        return all;
    }
}
