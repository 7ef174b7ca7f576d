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

/** Bodies much larger than the memory of the process that sends them. */
@Timeout(240)
class BigFileTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path directory;

    private volatile Long received;
    private volatile String checksum;

    @Test
    void goesUpFromAHeapOf64MegabytesInFlatMemory() throws Exception {
        growsLess(32 << 20, 4 * GIB, "-Xmx64m", sparse(4 * GIB).toString());
    }

    @Test
    void aStreamOfUnknownLengthGoesUpInFlatMemoryToo() throws Exception {
        growsLess(64 << 20, GIB, "-Xmx128m", "zeros:" + GIB);
    }

    private void growsLess(long limit, long size, String heap, String source) throws Exception {
        try (Node gateway = new Node(directory).receive("&fsync=never&completeTimeout=2m&afterDelivery=delete", this::received);
                ForkedJvm uploader = ForkedJvm.start(UploadProgram.class, List.of(heap), endpoint(gateway), source)) {
            uploader.await(line -> sent(line) >= size / 4, 120);
            long early = uploader.residentBytes();
            uploader.await(line -> sent(line) >= size - 32 * (1 << 20), 180);
            long late = uploader.residentBytes();
            assertThat(uploader.await(line -> line.startsWith("DONE"), 120)).isEqualTo("DONE " + size / (8 << 20) + " crc64");
            assertThat(uploader.awaitEnd(30)).isZero();

            assertThat(received).isEqualTo(size);
            assertThat(checksum).contains("crc64:" + Long.toUnsignedString(crcOfZeros(size)));
            assertThat(late - early).as("growth of the resident memory over the last three quarters").isLessThan(limit);
            assertThat(late).as("resident memory").isLessThan(size / 3);
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
