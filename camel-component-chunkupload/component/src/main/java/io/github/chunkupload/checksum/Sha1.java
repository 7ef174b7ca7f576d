package io.github.chunkupload.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;

/**
 * SHA-1 (FIPS 180-4) whose state can be taken out between two blocks and gone on from. It is several times slower than
 * {@link Digest#SHA1}, which is the one to use where nobody needs the state. Not thread-safe.
 */
public final class Sha1 implements Hasher {

    /** Bytes of a block; a state can be taken after whole blocks only. */
    public static final int BLOCK = 64;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] block = new byte[BLOCK];
    private final int[] schedule = new int[80];
    private final int[] chain = new int[5];
    private long bytes;
    private int pending;

    /**
     * The chaining value after whole blocks, without padding.
     *
     * @param a first word (H0 of the standard)
     * @param b second word
     * @param c third word
     * @param d fourth word
     * @param e fifth word
     * @param bytes how many bytes were taken, a multiple of {@value #BLOCK}
     */
    public record State(int a, int b, int c, int d, int e, long bytes) {

        /** Where everything begins. */
        public static final State INITIAL = new State(0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0, 0);

        /** Refuses a number of bytes that is none of whole blocks. */
        public State {
            if (bytes < 0 || bytes % BLOCK != 0) {
                throw new IllegalArgumentException("A state follows whole blocks of " + BLOCK + " bytes, not " + bytes + " bytes");
            }
        }
    }

    /** Begins. */
    public Sha1() {
        this(State.INITIAL);
    }

    /** Goes on after the bytes that led to {@code state}. */
    public Sha1(State state) {
        begin(state);
    }

    private void begin(State state) {
        chain[0] = state.a();
        chain[1] = state.b();
        chain[2] = state.c();
        chain[3] = state.d();
        chain[4] = state.e();
        bytes = state.bytes();
        pending = 0;
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        int at = offset;
        int end = offset + length;
        if (pending > 0) {
            int taken = Math.min(BLOCK - pending, length);
            System.arraycopy(data, at, block, pending, taken);
            pending += taken;
            at += taken;
            if (pending == BLOCK) {
                compress(block, 0);
                pending = 0;
            }
        }
        for (; end - at >= BLOCK; at += BLOCK) {
            compress(data, at);
        }
        if (at < end) {
            System.arraycopy(data, at, block, 0, end - at);
            pending = end - at;
        }
    }

    /**
     * Returns the state after all bytes so far.
     *
     * @throws IllegalStateException within a block
     */
    public State state() {
        if (pending > 0) {
            throw new IllegalStateException("There is no state within a block: " + pending + " bytes are in it");
        }
        return new State(chain[0], chain[1], chain[2], chain[3], chain[4], bytes);
    }

    /** Returns the checksum of all bytes, those before the state gone on from included, and starts afresh from none. */
    @Override
    public String finish() {
        long bits = (bytes + pending) * 8;
        byte[] padding = new byte[pending < BLOCK - 8 ? BLOCK - pending : 2 * BLOCK - pending];
        padding[0] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            padding[padding.length - 1 - i] = (byte) (bits >>> 8 * i);
        }
        update(padding, 0, padding.length);
        StringBuilder text = new StringBuilder(40);
        for (int word : chain) {
            text.append(HexFormat.of().toHexDigits(word));
        }
        begin(State.INITIAL);
        return text.toString();
    }

    private void compress(byte[] data, int offset) {
        int[] w = schedule;
        for (int t = 0; t < 16; t++) {
            w[t] = (int) INTS.get(data, offset + 4 * t);
        }
        for (int t = 16; t < 80; t++) {
            w[t] = Integer.rotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        }
        int a = chain[0];
        int b = chain[1];
        int c = chain[2];
        int d = chain[3];
        int e = chain[4];
        for (int t = 0; t < 80; t++) {
            int next = Integer.rotateLeft(a, 5) + mixed(t, b, c, d) + e + w[t];
            e = d;
            d = c;
            c = Integer.rotateLeft(b, 30);
            b = a;
            a = next;
        }
        chain[0] += a;
        chain[1] += b;
        chain[2] += c;
        chain[3] += d;
        chain[4] += e;
        bytes += BLOCK;
    }

    /** The function of a round and its constant. */
    private static int mixed(int round, int b, int c, int d) {
        return switch (round / 20) {
            case 0 -> (d ^ b & (c ^ d)) + 0x5A827999;
            case 1 -> (b ^ c ^ d) + 0x6ED9EBA1;
            case 2 -> (b & c | d & (b | c)) + 0x8F1BBCDC;
            default -> (b ^ c ^ d) + 0xCA62C1D6;
        };
    }
}
