package io.github.chunkupload.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.check.CRC64;

/** The reference is the CRC64 of XZ for Java. */
class Crc64Test {

    private static final byte[] BYTES = bytes(200_000);

    @ParameterizedTest
    @CsvSource({"'',0", "123456789,11051210869376104954", "part1part2,15570549323392296765", "hello,11177612005948864433"})
    void computesTheVectorsOfTheSpecification(String text, String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Long.toUnsignedString(Crc64.of(bytes, 0, bytes.length))).isEqualTo(expected);
        Hasher hasher = Digest.CRC64.hasher();
        hasher.update(bytes, 0, bytes.length);
        assertThat(hasher.finish()).isEqualTo(expected);
        hasher.update(bytes, 0, bytes.length);
        assertThat(hasher.finish()).as("a second time").isEqualTo(expected);
    }

    @Test
    void agreesWithTheReferenceForEverySmallLengthAndOffset() {
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 1700; length++) {
                assertThat(Crc64.of(BYTES, offset, length)).as("%d bytes from %d", length, offset).isEqualTo(reference(offset, length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void agreesWithTheReferenceAroundLaneBoundaries(int boundary) {
        for (int length = boundary - 9; length <= boundary + 9; length++) {
            for (int offset : new int[] {0, 1, 7, 4096, 4099}) {
                assertThat(Crc64.of(BYTES, offset, length)).as("%d bytes from %d", length, offset).isEqualTo(reference(offset, length));
            }
        }
    }

    static IntStream agreesWithTheReferenceAroundLaneBoundaries() {
        return IntStream.of(3 * Crc64.SHORT_LANE, 6 * Crc64.SHORT_LANE, 2 * Crc64.LONG_LANE, 3 * Crc64.LONG_LANE,
            3 * Crc64.LONG_LANE + 3 * Crc64.SHORT_LANE, 6 * Crc64.LONG_LANE, 6 * Crc64.LONG_LANE + 3 * Crc64.SHORT_LANE);
    }

    @Test
    void doesNotMindHowTheBytesAreCut() {
        Random random = new Random(5);
        long whole = reference(0, BYTES.length);
        for (int run = 0; run < 200; run++) {
            Crc64 crc = new Crc64();
            for (int at = 0; at < BYTES.length;) {
                int length = Math.min(BYTES.length - at, random.nextInt(1 << random.nextInt(18)));
                crc.update(BYTES, at, length);
                at += length;
            }
            assertThat(crc.value()).isEqualTo(whole);
        }
    }

    @Test
    void combinesTwoRunsToTheWhole() {
        Random random = new Random(6);
        for (int run = 0; run < 500; run++) {
            int length = random.nextInt(BYTES.length);
            int cut = random.nextInt(length + 1);
            long combined = Crc64.combine(reference(0, cut), reference(cut, length - cut), length - cut);
            assertThat(combined).as("%d of %d", cut, length).isEqualTo(reference(0, length));
        }
    }

    @Test
    void combinesInAnyGrouping() {
        Random random = new Random(7);
        for (int run = 0; run < 500; run++) {
            long a = random.nextLong();
            long b = random.nextLong();
            long c = random.nextLong();
            long lengthB = random.nextLong() >>> 3 + random.nextInt(60);
            long lengthC = random.nextLong() >>> 3 + random.nextInt(60);
            assertThat(Crc64.combine(Crc64.combine(a, b, lengthB), c, lengthC))
                .isEqualTo(Crc64.combine(a, Crc64.combine(b, c, lengthC), lengthB + lengthC));
        }
    }

    @Test
    void nothingAddedChangesNothing() {
        assertThat(Crc64.combine(123, 0, 0)).isEqualTo(123);
        assertThat(Crc64.combine(0, 123, 99)).isEqualTo(123);
        assertThatThrownBy(() -> Crc64.combine(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void combinesPartsLongerThanAnInt() {
        byte[] zeros = new byte[1 << 20];
        long megabyte = Crc64.of(zeros, 0, zeros.length);
        long doubled = megabyte;
        for (long length = zeros.length; length < 1L << 33; length *= 2) {
            doubled = Crc64.combine(doubled, doubled, length);
        }
        long appended = 0;
        for (int i = 0; i < 8192; i++) {
            appended = Crc64.combine(appended, megabyte, zeros.length);
        }
        assertThat(doubled).isEqualTo(appended);
        assertThat(Crc64.combine(5, doubled, 1L << 33)).isEqualTo(combineStepwise(5, megabyte));
    }

    private static long combineStepwise(long first, long megabyte) {
        long crc = first;
        for (int i = 0; i < 8192; i++) {
            crc = Crc64.combine(crc, megabyte, 1 << 20);
        }
        return crc;
    }

    @Test
    void combinesTheTextForm() {
        String whole = Crc64.combine(text("part1"), text("part2"), 5);
        assertThat(whole).isEqualTo("15570549323392296765");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void refusesARangeOutsideTheArray(int excess) {
        byte[] ten = new byte[10];
        int offset = excess < 0 ? -1 : 0;
        assertThatThrownBy(() -> new Crc64().update(ten, offset, 11)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static String text(String bytes) {
        return Long.toUnsignedString(Crc64.of(bytes.getBytes(StandardCharsets.US_ASCII), 0, bytes.length()));
    }

    private static long reference(int offset, int length) {
        CRC64 crc = new CRC64();
        crc.update(BYTES, offset, length);
        return ByteBuffer.wrap(crc.finish()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(4).nextBytes(bytes);
        return bytes;
    }
}
