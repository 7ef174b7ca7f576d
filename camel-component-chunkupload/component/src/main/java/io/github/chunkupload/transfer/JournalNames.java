package io.github.chunkupload.transfer;

import io.github.chunkupload.store.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names, of 32 hex digits, for what may be long or hold any character. */
final class JournalNames {

    private static final int BYTES = 16;

    private JournalNames() {
    }

    static String object(String endpoint, ObjectRef object) {
        return hash(String.join("\n", endpoint, object.bucket(), object.key()));
    }

    static String source(UploadJournal.Key key) {
        return hash(String.join("\n", Long.toString(key.source().size()), Long.toString(key.source().modified()), key.source().fileKey()));
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, BYTES);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }
}
