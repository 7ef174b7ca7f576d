package io.github.chunkupload.disk;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Encrypts bytes on their way to a data file of their own. Its bytes must come in order; not thread-safe. */
final class Sealing implements Intake.Sink {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int AT_ONCE = Intake.BUFFER / ChunkCipher.CHUNK;

    private final Intake.Sink file;
    private final ChunkCipher cipher;
    private final byte[] plain;
    private final byte[] sealed;
    private int filled;
    private int ready;
    private long chunk;
    private long position;

    private Sealing(CustomerKey key, String upload, int number, long announced, Intake.Sink file) throws IOException {
        byte[] salt = new byte[ChunkCipher.SALT];
        RANDOM.nextBytes(salt);
        this.file = file;
        this.cipher = new ChunkCipher(key, salt, upload, number);
        this.plain = new byte[announced < 0 ? ChunkCipher.CHUNK : (int) Math.min(ChunkCipher.CHUNK, announced)];
        this.sealed = new byte[(plain.length + ChunkCipher.TAG) * (plain.length < ChunkCipher.CHUNK ? 1 : AT_ONCE)];
        store(salt, salt.length);
    }

    /**
     * Takes what {@code intake} gives to data file {@code number} of {@code upload}, encrypted if {@code access} has a customer's key.
     *
     * @param announced how many bytes are to come; −1: unknown
     * @param file takes the bytes at rest from the start of the file
     */
    static Intake.Taken take(Intake intake, long announced, Access access, String upload, int number, Intake.Sink file)
            throws IOException {
        if (access.customerKey().isEmpty()) {
            return intake.take(file);
        }
        Sealing sealing = new Sealing(access.customerKey().get(), upload, number, announced, file);
        Intake.Taken taken = intake.take(sealing);
        sealing.finish();
        return taken;
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
        while (bytes.hasRemaining()) {
            if (filled == plain.length) {
                seal(false);
            }
            int count = Math.min(bytes.remaining(), plain.length - filled);
            bytes.get(plain, filled, count);
            filled += count;
        }
    }

    /** Writes the last chunk, which is marked as such; of no bytes there is one too. */
    private void finish() throws IOException {
        seal(true);
        store(sealed, ready);
    }

    private void seal(boolean last) throws IOException {
        if (ready + filled + ChunkCipher.TAG > sealed.length) {
            store(sealed, ready);
            ready = 0;
        }
        cipher.seal(chunk, last, plain, filled, sealed, ready);
        ready += filled + ChunkCipher.TAG;
        filled = 0;
        chunk++;
    }

    private void store(byte[] bytes, int length) throws IOException {
        file.write(ByteBuffer.wrap(bytes, 0, length), position);
        position += length;
    }
}
