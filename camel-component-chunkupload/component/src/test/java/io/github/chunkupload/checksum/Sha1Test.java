package io.github.chunkupload.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sha1Test {

    @ParameterizedTest(name = "FIPS 180: {1}")
    @CsvSource({"'', da39a3ee5e6b4b0d3255bfef95601890afd80709", "abc, a9993e364706816aba3e25717850c26c9cd0d89d",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, 84983e441c3bd26ebaae4aa1f95129e5e54670f1",
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu,"
            + "a49b2446a02c645bf419f995b67091253a04a259"})
    void hasTheValuesOfTheStandard(String text, String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Sha1 sha = new Sha1();
        sha.update(bytes, 0, bytes.length);

        assertThat(sha.finish()).isEqualTo(expected);
    }

    @Test
    void hasTheValueOfTheStandardForAMillionTimesA() {
        byte[] bytes = "a".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        Sha1 sha = new Sha1();
        for (int i = 0; i < 1000; i++) {
            sha.update(bytes, 0, bytes.length);
        }

        assertThat(sha.finish()).isEqualTo("34aa973cd4c4daa4f61eeb2bdbad27316534016f");
        assertThat(sha.finish()).as("starts afresh").isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 100_003})
    void isThatOfTheJdkHoweverTheBytesCome(int size) {
        Random random = new Random(size);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Hasher jdk = Digest.SHA1.hasher();
        jdk.update(bytes, 0, size);
        Sha1 sha = new Sha1();
        for (int at = 0; at < size;) {
            int length = Math.min(size - at, random.nextInt(200));
            sha.update(bytes, at, length);
            at += length;
        }

        assertThat(sha.finish()).isEqualTo(jdk.finish());
    }

    @Test
    void goesOnFromAState() {
        byte[] bytes = new byte[1000];
        new Random(1).nextBytes(bytes);
        Sha1 whole = new Sha1();
        whole.update(bytes, 0, 1000);
        Sha1 first = new Sha1();
        first.update(bytes, 0, 640);
        Sha1 second = new Sha1(first.state());
        second.update(bytes, 640, 360);

        assertThat(second.finish()).isEqualTo(whole.finish());
        assertThat(first.state().bytes()).isEqualTo(640);
    }

    @Test
    void hasNoStateWithinABlock() {
        Sha1 sha = new Sha1();
        sha.update(new byte[65], 0, 65);

        assertThatIllegalStateException().isThrownBy(sha::state).withMessageContaining("1 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sha1.State(1, 2, 3, 4, 5, 65));
    }
}
