package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The headers that tell of an object or a part, read and written alike by client and server. */
final class CosHeaders {

    static final String PREFIX = "x-cos-";
    static final String TOKEN = "x-cos-security-token";
    static final String CRC64 = "x-cos-hash-crc64ecma";
    static final String REQUEST_ID = "x-cos-request-id";
    static final String TRACE_ID = "x-cos-trace-id";
    static final String FORBID_OVERWRITE = "x-cos-forbid-overwrite";
    static final String ENCRYPTION = "server-side-encryption";
    static final String COPY_SOURCE = "x-cos-copy-source";

    private static final String STORAGE_CLASS = "x-cos-storage-class";
    private static final String META = "x-cos-meta-";
    /** Spelled as the vendor does: its Java SDK finds them in no other case. */
    private static final List<String> STANDARD = List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Type",
        "Expires");
    private static final int MAX_METADATA = 2048;

    private CosHeaders() {
    }

    /** Returns the metadata in the headers of a request or reply. */
    static Metadata metadata(Headers headers) {
        Metadata metadata = Metadata.NONE;
        for (String name : STANDARD) {
            String value = headers.first(name).orElse("");
            metadata = value.isEmpty() ? metadata : metadata.withHeader(name, value);
        }
        String storageClass = headers.first(STORAGE_CLASS).orElse("");
        metadata = storageClass.isEmpty() ? metadata : metadata.withHeader("storage-class", storageClass);
        for (Map.Entry<String, String> field : headers.fields()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(META) && name.length() > META.length()) {
                metadata = metadata.withUser(name.substring(META.length()), field.getValue());
            }
        }
        return metadata;
    }

    /**
     * Adds {@code metadata} to the headers of a request or reply.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA} when it cannot travel in headers
     */
    static Headers.Builder add(Headers.Builder headers, Metadata metadata) {
        metadata.headers().forEach((name, value) -> {
            if (name.equals("storage-class")) {
                headers.add(STORAGE_CLASS, value);
            }
        });
        for (String name : STANDARD) {
            headers.add(name, metadata.header(name.toLowerCase(Locale.ROOT)));
        }
        metadata.user().forEach((name, value) -> headers.add(META + name, value));
        return headers;
    }

    /**
     * Checks that metadata is not larger than COS takes.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA} when the user's part is larger than 2 KiB
     */
    static void checkSize(Metadata metadata) {
        int size = metadata.user().entrySet().stream().mapToInt(entry -> entry.getKey().length() + entry.getValue().length()).sum();
        if (size > MAX_METADATA) {
            throw invalid("The metadata has more than " + MAX_METADATA + " bytes");
        }
    }

    /**
     * Checks that metadata arrives as it is sent: names of letters, digits and dashes, values of printable ASCII without blanks
     * around them, at most 2 KiB.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA} when it would not
     */
    static void check(Metadata metadata) {
        for (String name : metadata.user().keySet()) {
            if (!name.matches("[a-z0-9-]+")) {
                throw invalid("The name of metadata '" + name + "' may have letters, digits and dashes only");
            }
        }
        checkSize(metadata);
        metadata.user().forEach(CosHeaders::checkValue);
        metadata.headers().forEach(CosHeaders::checkValue);
    }

    /** Returns the checksums that a reply tells of a part or an object with {@code etag}; an ETag that is no MD5 tells none. */
    static Checksums sums(Headers headers, String etag) {
        String crc = headers.first(CRC64).orElse("");
        Checksums sums = ETags.md5(etag);
        return crc.matches("[0-9]{1,20}") ? sums.with(Digest.CRC64, crc) : sums;
    }

    /** Returns the ETag that a reply tells, without quotes; empty when it tells none. */
    static String etag(Headers headers) {
        return ETags.unquoted(headers.first("ETag").orElse(""));
    }

    /** Adds ETag and CRC64 to a reply. */
    static Headers.Builder add(Headers.Builder headers, String etag, Checksums sums) {
        headers.add("ETag", ETags.quoted(etag));
        return headers.add(CRC64, sums.get(Digest.CRC64));
    }

    private static void checkValue(String name, String value) {
        if (!value.equals(value.strip()) || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw invalid("The value of metadata '" + name
                + "' has characters that no header carries, or blanks around it: percent-encode it");
        }
    }

    private static UploadException invalid(String why) {
        return UploadException.of(Failure.INVALID_METADATA, why);
    }
}
