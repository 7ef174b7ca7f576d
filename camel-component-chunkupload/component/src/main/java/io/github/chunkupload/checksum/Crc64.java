package io.github.chunkupload.checksum;

/**
 * CRC-64/XZ: polynomial of ECMA-182, reflected, initial value and final xor all ones. It is the checksum of Tencent COS
 * ({@code x-cos-hash-crc64ecma}), printed there as an unsigned decimal. Not thread-safe.
 */
public final class Crc64 implements Hasher {

    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
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
