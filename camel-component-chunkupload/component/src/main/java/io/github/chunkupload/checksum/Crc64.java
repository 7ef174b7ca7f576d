package io.github.chunkupload.checksum;

/**
 * CRC-64/XZ: polynomial of ECMA-182, reflected, initial value and final xor all ones. It is the checksum of Tencent COS
 * ({@code x-cos-hash-crc64ecma}), printed there as an unsigned decimal. Not thread-safe.
 */
public final class Crc64 implements Hasher {

    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final long X_TO_THE_8 = 1L << 55;
    private static final long[] TABLE = table();

    private long state = -1L;

    @Override
    public void update(byte[] bytes, int offset, int length) {
        long crc = state;
        for (int i = offset; i < offset + length; i++) {
            crc = TABLE[(bytes[i] ^ (int) crc) & 0xFF] ^ (crc >>> 8);
        }
        state = crc;
    }

    /** Returns the checksum of all bytes so far, without starting afresh. */
    public long value() {
        return ~state;
    }

    @Override
    public String finish() {
        String text = Long.toUnsignedString(value());
        state = -1L;
        return text;
    }

    /**
     * Returns the checksum of two stretches of bytes one after the other, without reading them.
     *
     * @param first checksum of the first stretch
     * @param second checksum of the second stretch
     * @param secondLength bytes of the second stretch
     */
    public static long combine(long first, long second, long secondLength) {
        long shifted = first;
        long power = X_TO_THE_8;
        for (long left = secondLength; left > 0; left >>>= 1) {
            if ((left & 1) == 1) {
                shifted = multiply(shifted, power);
            }
            power = multiply(power, power);
        }
        return shifted ^ second;
    }

    /** Multiplies two polynomials modulo the CRC polynomial; the highest bit is the coefficient of x^0. */
    private static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            product ^= bits < 0 ? factor : 0;
            factor = (factor & 1) == 0 ? factor >>> 1 : (factor >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            table[i] = crc;
        }
        return table;
    }
}
