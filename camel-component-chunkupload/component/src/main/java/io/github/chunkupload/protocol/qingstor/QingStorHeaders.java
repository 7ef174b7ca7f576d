package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The headers that tell of an object or a part, read and written alike by client and server. */
final class QingStorHeaders {

    static final String PREFIX = "x-qs-";
    static final String DATE = "x-qs-date";
    static final String REQUEST_ID = "x-qs-request-id";
    /** Ours: tells a client of ours which failure it is, where the vendor's code has several meanings. */
    static final String FAILURE = "x-chunkupload-failure";
    static final String STORAGE_CLASS = "x-qs-storage-class";
    /** The name under which metadata keeps the ETag that a client gave its object. */
    static final String ETAG = "etag";

    private static final String META = "x-qs-meta-";
    private static final List<String> STANDARD = List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Type",
        "Expires");
    private static final Set<String> CLASSES = Set.of("STANDARD", "STANDARD_IA");
    private static final Set<String> LATE = Set.of(ETAG, "content-disposition");
    private static final int MAX_METADATA = 2048;
    private static final int MAX_NAME = 512;

    private QingStorHeaders() {
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

    /** Adds {@code metadata} to the headers of a request or reply. */
    static Headers.Builder add(Headers.Builder headers, Metadata metadata) {
        for (String name : STANDARD) {
            headers.add(name, metadata.header(name.toLowerCase(Locale.ROOT)));
        }
        headers.add(STORAGE_CLASS, metadata.header("storage-class"));
        metadata.user().forEach((name, value) -> headers.add(META + name, value));
        return headers;
    }

    /**
     * Checks that metadata is what QingStor takes and arrives as it is sent.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA}; with {@link Failure#INVALID_ARGUMENT} for an unknown storage class
     */
    static void check(Metadata metadata) {
        metadata.header("storage-class").filter(name -> !CLASSES.contains(name)).ifPresent(name -> {
            throw UploadException.builder(Failure.INVALID_ARGUMENT, "The storage class is STANDARD or STANDARD_IA")
                .protocolCode(QingStorError.INVALID_REQUEST.code()).build();
        });
        int size = 0;
        for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
            if (!entry.getKey().matches("[a-z0-9._-]{1," + MAX_NAME + "}")) {
                throw invalid("The name of metadata has at most " + MAX_NAME + " letters, digits, dots, underscores and dashes");
            }
            size += entry.getKey().length() + entry.getValue().length();
        }
        if (size > MAX_METADATA) {
            throw invalid("The metadata has more than " + MAX_METADATA + " bytes");
        }
        metadata.user().forEach(QingStorHeaders::checkValue);
        metadata.headers().forEach(QingStorHeaders::checkValue);
    }

    /** Returns the ETag that a reply tells, without quotes; empty when it tells none. */
    static String etag(Headers headers) {
        return ETags.unquoted(headers.first("ETag").orElse(""));
    }

    /**
     * Returns what the client of a complete wants said of its object: its ETag, and how a browser is to save it. JavaScript clients
     * percent-encode the quotes.
     */
    static Metadata late(Headers headers) {
        Metadata late = Metadata.NONE;
        String given = headers.first("ETag").orElse("");
        if (!given.isEmpty()) {
            String etag = ETags.unquoted(given.replace("%22", "\""));
            if (!etag.matches("[!#-~]{1,256}")) {
                throw UploadException.of(Failure.INVALID_ARGUMENT, "The ETag is not one");
            }
            late = late.withHeader(ETAG, etag);
        }
        String disposition = headers.first("Content-Disposition").orElse("");
        return disposition.isEmpty() ? late : late.withHeader("content-disposition", disposition);
    }

    /**
     * Returns how a browser is to save an object that is being completed.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED} when complete is to carry what only initiate can
     */
    static Optional<String> disposition(Metadata late) {
        if (!late.user().isEmpty() || !LATE.containsAll(late.headers().keySet())) {
            throw UploadException.of(Failure.UNSUPPORTED, "QingStor takes metadata at initiate, all but ETag and Content-Disposition");
        }
        check(late);
        return late.header("content-disposition");
    }

    /** Returns {@code info} with the ETag that the client gave the object, if it did. */
    static ObjectInfo named(ObjectInfo info) {
        return new ObjectInfo(info.object(), info.size(), info.metadata().header(ETAG).orElse(info.etag()), info.sums(), info.metadata(),
            info.modified());
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
