package io.github.chunkupload.disk;

/** CRC-64/XZ of bytes that follow each other, from the checksums of both. */
final class JoinedCrc {

    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;

    private JoinedCrc() {
    }

    /** Returns the checksum of the bytes of {@code first} followed by the {@code length} bytes of {@code second}. */
    static long combine(long first, long second, long length) {
        long factor = 1L << 63;
        long square = 1L << 55;
        for (long left = length; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                factor = multiply(factor, square);
            }
            square = multiply(square, square);
        }
        return multiply(first, factor) ^ second;
    }

    private static long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            product ^= bits < 0 ? shifted : 0;
            shifted = (shifted >>> 1) ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
        }
        return product;
    }
}
