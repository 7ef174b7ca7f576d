package io.github.chunkupload.checksum;

/**
 * What a number of following zeros does to a CRC-64: it multiplies it by a power of x modulo the polynomial. Values are reflected, so
 * the highest bit is the coefficient of x⁰. An instance has the product for each byte of a value ready.
 */
final class Crc64Shift {

    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final long ONE = 1L << 63;
    private static final long[] SQUARES = squares();

    private final long[] table = new long[8 * 256];

    private Crc64Shift(long power) {
        for (int i = 0; i < table.length; i++) {
            table[i] = times(power, (long) (i & 0xFF) << 8 * (i >> 8));
        }
    }

    /** Returns the shift over {@code length} bytes. */
    static Crc64Shift over(long length) {
        return new Crc64Shift(power(length));
    }

    /** Returns {@code crc} shifted once over {@code length} bytes; the time grows with the digits of the length. */
    static long shift(long crc, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("No run of bytes has length " + length);
        }
        return times(power(length), crc);
    }

    long apply(long crc) {
        long[] t = table;
        long shifted = 0;
        for (int i = 0; i < 8; i++) {
            shifted ^= t[(i << 8) + (int) (crc >>> 8 * i & 0xFF)];
        }
        return shifted;
    }

    static long timesX(long value) {
        return (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
    }

    private static long times(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long left = a; left != 0; left <<= 1) {
            product ^= left < 0 ? shifted : 0;
            shifted = timesX(shifted);
        }
        return product;
    }

    /** Returns x to the power of eight times {@code length}. */
    private static long power(long length) {
        long power = ONE;
        int square = 3;
        for (long left = length; left != 0; left >>>= 1) {
            power = (left & 1) == 0 ? power : times(power, SQUARES[square]);
            square++;
        }
        return power;
    }

    /** Returns x to the power of 2 to the power of the index, as far as a length in bits can need it. */
    private static long[] squares() {
        long[] squares = new long[66];
        squares[0] = ONE >>> 1;
        for (int i = 1; i < squares.length; i++) {
            squares[i] = times(squares[i - 1], squares[i - 1]);
        }
        return squares;
    }
}
