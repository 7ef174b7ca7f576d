package io.github.chunkupload.protocol;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Base64;
import java.util.HexFormat;

/** The header Content-MD5 (RFC 1864): base64 of the 16 bytes. */
public final class ContentMd5 {

    private ContentMd5() {
    }

    /**
     * Returns what the header announces; nothing when it is absent or empty.
     *
     * @throws UploadException with {@link Failure#INVALID_DIGEST} when it is not base64 of 16 bytes
     */
    public static Checksums in(Headers headers) {
        String text = headers.first("Content-MD5").orElse("");
        if (text.isEmpty()) {
            return Checksums.NONE;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == 16) {
                return Checksums.of(Digest.MD5, HexFormat.of().formatHex(bytes));
            }
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_DIGEST, "Content-MD5 is not base64", e);
        }
        throw UploadException.of(Failure.INVALID_DIGEST, "Content-MD5 is not base64 of 16 bytes");
    }

    /** Returns the value of the header for an MD5 in hex. */
    public static String of(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
