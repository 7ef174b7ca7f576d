package io.github.chunkupload.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 5869, appendix A, as far as they are of SHA-256. */
class HkdfTest {

    private static byte[] range(int first, int last) {
        byte[] bytes = new byte[last - first + 1];
        IntStream.rangeClosed(first, last).forEach(value -> bytes[value - first] = (byte) value);
        return bytes;
    }

    private static byte[] repeated(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static void check(byte[] secret, byte[] salt, byte[] info, String pseudorandomKey, String derived) {
        byte[] extracted = Hkdf.extract(salt, secret);
        assertThat(hex(extracted)).isEqualTo(pseudorandomKey);
        assertThat(hex(Hkdf.expand(extracted, info, derived.length() / 2))).isEqualTo(derived);
        assertThat(hex(Hkdf.derive(secret, salt, info, derived.length() / 2))).isEqualTo(derived);
    }

    @Test
    void basicTestCase() {
        check(repeated(0x0b, 22), range(0x00, 0x0c), range(0xf0, 0xf9), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void longerInputsAndOutputs() {
        check(range(0x00, 0x4f), range(0x60, 0xaf), range(0xb0, 0xff), "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    void saltAndInfoWithoutBytes() {
        check(repeated(0x0b, 22), new byte[0], new byte[0], "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void givesNoMoreThanTheConstructionAllows() {
        assertThat(Hkdf.derive(new byte[32], new byte[0], new byte[0], 255 * 32)).hasSize(255 * 32);
        assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.derive(new byte[32], new byte[0], new byte[0], 255 * 32 + 1));
    }
}
