package io.github.chunkupload.protocol;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import java.util.Locale;
import java.util.regex.Pattern;

/** ETags: quoted on the wire, plain and opaque everywhere else. */
public final class ETags {

    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    private ETags() {
    }

    /** Returns {@code etag} in quotes, as it stands in headers and documents. */
    public static String quoted(String etag) {
        return '"' + etag + '"';
    }

    /** Returns {@code text} without blanks and quotes around it. */
    public static String unquoted(String text) {
        String stripped = text.strip();
        return stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"")
            ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    /** Returns the MD5 that the ETag of a part or of a small object is where it has exactly 32 hex digits; any other says nothing. */
    public static Checksums md5(String etag) {
        return MD5.matcher(etag).matches() ? Checksums.of(Digest.MD5, etag.toLowerCase(Locale.ROOT)) : Checksums.NONE;
    }
}
