package io.github.chunkupload.disk;

import io.github.chunkupload.store.Access.CustomerKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads an encrypted data file chunk by chunk. Not thread-safe. */
final class SealedFile implements Closeable {

    private final VolumeFile file;
    private final ChunkCipher cipher;
    private final long size;
    private final long last;
    private final byte[] sealed;

    private SealedFile(VolumeFile file, CustomerKey key, String upload, int number) throws IOException {
        this.file = file;
        byte[] salt = new byte[ChunkCipher.SALT];
        boolean whole = fill(salt, salt.length, 0);
        this.cipher = new ChunkCipher(key, salt, upload, number);
        this.size = file.size();
        this.last = (size - ChunkCipher.SALT - 1) / ChunkCipher.SEALED;
        this.sealed = new byte[(int) Math.max(0, Math.min(ChunkCipher.SEALED, size - ChunkCipher.SALT))];
        if (!whole) {
            throw cipher.damaged(0);
        }
    }

    /** Opens data file {@code number} of {@code object}. */
    static SealedFile open(Volume volume, ObjectRecord object, int number, CustomerKey key) throws IOException {
        VolumeFile file = volume.open(object.version().file(number));
        try {
            return new SealedFile(file, key, object.sealedBy(), number);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Reads and proves the chunk {@code chunk}.
     *
     * @return how many bytes of {@code plain} are its
     * @throws DamagedBytesException when it is not what was stored
     */
    int read(long chunk, byte[] plain) throws IOException {
        long from = ChunkCipher.position(chunk);
        int length = (int) Math.min(ChunkCipher.SEALED, size - from);
        if (length < ChunkCipher.TAG || !fill(sealed, length, from)) {
            throw cipher.damaged(chunk);
        }
        return cipher.open(chunk, chunk == last, sealed, length, plain);
    }

    /** Returns the failure of a chunk that does not have the bytes it should have. */
    DamagedBytesException damaged(long chunk) {
        return cipher.damaged(chunk);
    }

    private boolean fill(byte[] bytes, int length, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
