package io.github.chunkupload.disk;

import io.github.chunkupload.store.Access.CustomerKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts the chunks of one data file: AES-256-GCM with a key made of the customer's key and the salt of the file, the
 * number of the chunk as nonce, and upload id, number of the file and "this is the last chunk" as associated data. So a chunk opens in
 * its place only, and a file that was cut off does not open at its end. Not thread-safe.
 */
final class ChunkCipher {

    /** Bytes of a chunk; the last one of a file may have fewer. */
    static final int CHUNK = 64 * 1024;
    /** Bytes that the encryption adds to each chunk. */
    static final int TAG = 16;
    /** Bytes of a whole chunk at rest. */
    static final int SEALED = CHUNK + TAG;
    /** Random bytes at the head of the file. */
    static final int SALT = 32;

    private static final byte[] PURPOSE = "camel-chunkupload data file 1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int KEY = 32;

    private final String upload;
    private final int file;
    private final SecretKey key;
    private final Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE);
    private final ByteBuffer associated;

    /**
     * Derives the key of a file.
     *
     * @param upload id of the upload that the file belongs to
     * @param file number of the file
     */
    ChunkCipher(CustomerKey customerKey, byte[] salt, String upload, int file) {
        this.upload = upload;
        this.file = file;
        byte[] secret = customerKey.bytes();
        byte[] derived = Hkdf.derive(secret, salt, PURPOSE, KEY);
        this.key = new SecretKeySpec(derived, "AES");
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(derived, (byte) 0);
        byte[] id = upload.getBytes(StandardCharsets.UTF_8);
        this.associated = ByteBuffer.allocate(id.length + Integer.BYTES + 1).put(id).putInt(file);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform has no AES-GCM", e);
        }
    }

    /** Returns where a chunk begins in the file. */
    static long position(long chunk) {
        return SALT + chunk * SEALED;
    }

    /** Returns the least size of a file that has the first {@code plain} bytes. */
    static long sizeFor(long plain) {
        long whole = Math.max(0, plain - 1) / CHUNK;
        return position(whole) + plain - whole * CHUNK + TAG;
    }

    /** Encrypts {@code length} bytes of {@code plain} to {@code sealed} from {@code at}; they are longer there by {@link #TAG}. */
    void seal(long chunk, boolean last, byte[] plain, int length, byte[] sealed, int at) {
        try {
            begin(Cipher.ENCRYPT_MODE, chunk, last);
            cipher.doFinal(plain, 0, length, sealed, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A chunk could not be encrypted", e);
        }
    }

    /**
     * Decrypts the {@code length} bytes of {@code sealed} to {@code plain}.
     *
     * @return how many they are
     * @throws DamagedBytesException when they are not what was stored there as the last chunk, or not as the last
     */
    int open(long chunk, boolean last, byte[] sealed, int length, byte[] plain) throws DamagedBytesException {
        if (length - TAG > plain.length) {
            throw damaged(chunk);
        }
        try {
            begin(Cipher.DECRYPT_MODE, chunk, last);
            return cipher.doFinal(sealed, 0, length, plain, 0);
        } catch (AEADBadTagException e) {
            throw damaged(chunk);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A chunk could not be decrypted", e);
        }
    }

    /** Returns the failure of a chunk that is not what was stored. */
    DamagedBytesException damaged(long chunk) {
        return new DamagedBytesException("The encrypted bytes of upload " + upload + " are damaged: chunk " + chunk + " of data file "
            + file + " is not what was stored");
    }

    private void begin(int mode, long chunk, boolean last) throws GeneralSecurityException {
        nonce.putLong(NONCE - Long.BYTES, chunk);
        associated.put(associated.capacity() - 1, (byte) (last ? 1 : 0));
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
        cipher.updateAAD(associated.array());
    }
}
