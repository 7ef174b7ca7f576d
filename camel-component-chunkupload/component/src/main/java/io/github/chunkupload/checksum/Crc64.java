package io.github.chunkupload.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * CRC-64/XZ: polynomial of ECMA-182, reflected, initial value and final xor all ones. It is the checksum of Tencent COS
 * ({@code x-cos-hash-crc64ecma}), printed there as an unsigned decimal. Not thread-safe.
 *
 * <p>A CRC is a chain: each step waits for the one before, and a processor that could look up three tables at a time looks up one. So
 * a long run of bytes is cut into three lanes that are computed side by side, each from zero but the first, and joined by
 * {@link Crc64Shift}: a lane followed by n bytes counts as if n zeros followed it.
 */
public final class Crc64 implements Hasher {

    static final int LONG_LANE = 8192;
    static final int SHORT_LANE = 256;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] TABLE = table();
    private static final Crc64Shift LONG_SHIFT = Crc64Shift.over(LONG_LANE);
    private static final Crc64Shift SHORT_SHIFT = Crc64Shift.over(SHORT_LANE);

    private long state = -1L;

    /** Returns the checksum of {@code length} bytes of {@code bytes} from {@code offset}. */
    public static long of(byte[] bytes, int offset, int length) {
        Crc64 crc = new Crc64();
        crc.update(bytes, offset, length);
        return crc.value();
    }

    /**
     * Returns the checksum of two runs of bytes, one after the other, from the checksums of both.
     *
     * @param second checksum of the bytes that follow
     * @param secondLength how many these are, from 0
     */
    public static long combine(long first, long second, long secondLength) {
        return Crc64Shift.shift(first, secondLength) ^ second;
    }

    /** Does the same with checksums in text form. */
    public static String combine(String first, String second, long secondLength) {
        return Long.toUnsignedString(combine(Long.parseUnsignedLong(first), Long.parseUnsignedLong(second), secondLength));
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int end = offset + length;
        long crc = state;
        for (; end - at >= 3 * LONG_LANE; at += 3 * LONG_LANE) {
            crc = threeLanes(crc, bytes, at, LONG_LANE, LONG_SHIFT);
        }
        for (; end - at >= 3 * SHORT_LANE; at += 3 * SHORT_LANE) {
            crc = threeLanes(crc, bytes, at, SHORT_LANE, SHORT_SHIFT);
        }
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            crc = step(crc ^ (long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            crc = TABLE[(bytes[at] ^ (int) crc) & 0xFF] ^ crc >>> 8;
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

    private static long threeLanes(long state, byte[] bytes, int offset, int lane, Crc64Shift shift) {
        long first = state;
        long second = 0;
        long third = 0;
        for (int at = offset; at < offset + lane; at += Long.BYTES) {
            first = step(first ^ (long) LONGS.get(bytes, at));
            second = step(second ^ (long) LONGS.get(bytes, at + lane));
            third = step(third ^ (long) LONGS.get(bytes, at + 2 * lane));
        }
        return shift.apply(shift.apply(first) ^ second) ^ third;
    }

    /** Takes eight bytes at once: a table for each tells what it does to the CRC by the time the eighth is in. */
    private static long step(long x) {
        long[] t = TABLE;
        return t[0x700 + (int) (x & 0xFF)] ^ t[0x600 + (int) (x >>> 8 & 0xFF)]
            ^ t[0x500 + (int) (x >>> 16 & 0xFF)] ^ t[0x400 + (int) (x >>> 24 & 0xFF)]
            ^ t[0x300 + (int) (x >>> 32 & 0xFF)] ^ t[0x200 + (int) (x >>> 40 & 0xFF)]
            ^ t[0x100 + (int) (x >>> 48 & 0xFF)] ^ t[(int) (x >>> 56)];
    }

    /** Eight tables of 256, the k-th for a byte that k more follow. */
    private static long[] table() {
        long[] table = new long[8 * 256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = Crc64Shift.timesX(crc);
            }
            table[i] = crc;
        }
        for (int i = 256; i < table.length; i++) {
            long before = table[i - 256];
            table[i] = table[(int) (before & 0xFF)] ^ before >>> 8;
        }
        return table;
    }
}
