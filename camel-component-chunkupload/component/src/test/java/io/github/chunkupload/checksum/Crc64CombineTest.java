package io.github.chunkupload.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Crc64CombineTest {

    @Test
    void twoStretchesHaveTheChecksumOfTheirConcatenation() {
        SplittableRandom random = new SplittableRandom(64);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(1, 5000)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            assertThat(Crc64.combine(crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut))
                .as("%d bytes cut at %d", bytes.length, cut)
                .isEqualTo(crc(bytes, 0, bytes.length));
        }
    }

    @Test
    void aStretchMayBeLargerThanMemory() {
        long zeros = crc(new byte[1 << 20], 0, 1 << 20);
        long length = 1L << 20;
        while (length < 1L << 42) {
            zeros = Crc64.combine(zeros, zeros, length);
            length *= 2;
        }
        long halves = Crc64.combine(zeros, zeros, length);
        long one = crc(new byte[1], 0, 1);
        assertThat(Crc64.combine(Crc64.combine(one, halves, 2 * length), one, 1))
            .isEqualTo(Crc64.combine(one, Crc64.combine(halves, one, 1), 2 * length + 1));
    }

    private static long crc(byte[] bytes, int from, int to) {
        Crc64 crc = new Crc64();
        crc.update(bytes, from, to - from);
        return crc.value();
    }
}
