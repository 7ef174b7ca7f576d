package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;

/** The parameters of requests: written by the client, read and checked by the server. */
final class CosQueries {

    private CosQueries() {
    }

    /** Writes the parameters of a list of objects. */
    static Query objects(ObjectQuery wanted) {
        Query query = given(Query.NONE, "prefix", wanted.prefix());
        query = given(query, "marker", wanted.after());
        query = given(query, "delimiter", wanted.delimiter());
        return query.with("encoding-type", "url").with("max-keys", String.valueOf(Math.min(wanted.limit(), CosLimits.MAX_PAGE)));
    }

    /** Reads the parameters of a list of objects. */
    static ObjectQuery objects(String bucket, Query query) {
        return new ObjectQuery(bucket, query.first("prefix").orElse(""), query.first("delimiter").orElse(""),
            query.first("marker").orElse(""), pageSize(query, "max-keys"));
    }

    /** Writes the parameters of a list of uploads. Keys are asked for percent-encoded: not every key fits into XML as it is. */
    static Query uploads(UploadQuery wanted) {
        Query query = Query.NONE.with("uploads", "");
        query = given(query, "prefix", wanted.prefix());
        query = given(query, "delimiter", wanted.delimiter());
        query = query.with("encoding-type", "url").with("max-uploads", String.valueOf(Math.min(wanted.limit(), CosLimits.MAX_PAGE)));
        query = given(query, "key-marker", wanted.after().key());
        return given(query, "upload-id-marker", wanted.after().uploadId());
    }

    /** Reads the parameters of a list of uploads. */
    static UploadQuery uploads(String bucket, Query query) {
        String keyMarker = query.first("key-marker").orElse("");
        Marker after = new Marker(keyMarker, keyMarker.isEmpty() ? "" : query.first("upload-id-marker").orElse(""));
        return new UploadQuery(bucket, query.first("prefix").orElse(""), false, query.first("delimiter").orElse(""), after,
            pageSize(query, "max-uploads"));
    }

    /** Reads the parameters of a list of parts. */
    static PartsXml.Request parts(Query query) {
        int marker = number(query.first("part-number-marker").filter(text -> !text.isEmpty()).orElse("0"), "part-number-marker", 0,
            Integer.MAX_VALUE - 1);
        return new PartsXml.Request(marker, pageSize(query, "max-parts"), urlEncoded(query));
    }

    /**
     * Writes the parameters of a part.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT}
     */
    static Query part(UploadRef upload, PartSlot slot) {
        if (slot.index() < 0 || slot.index() >= CosLimits.MAX_PARTS) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "COS numbers parts from 1 to " + CosLimits.MAX_PARTS);
        }
        return Query.NONE.with("partNumber", String.valueOf(slot.index() + 1)).with("uploadId", upload.uploadId());
    }

    /** Reads a part number. */
    static int partNumber(Query query) {
        return number(query.first("partNumber").orElse(""), "partNumber", 1, CosLimits.MAX_PARTS);
    }

    /** Returns whether keys are wanted percent-encoded. */
    static boolean urlEncoded(Query query) {
        String type = query.first("encoding-type").orElse("");
        if (!type.isEmpty() && !type.equals("url")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "encoding-type can only be url");
        }
        return !type.isEmpty();
    }

    private static int pageSize(Query query, String name) {
        String text = query.first(name).filter(value -> !value.isEmpty()).orElse(String.valueOf(CosLimits.MAX_PAGE));
        return Math.min(CosLimits.MAX_PAGE, number(text, name, 1, Integer.MAX_VALUE));
    }

    private static int number(String text, String name, int least, int most) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,10}") && Long.parseLong(digits) >= least && Long.parseLong(digits) <= most) {
            return Integer.parseInt(digits);
        }
        throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is a number from " + least + " to " + most);
    }

    private static Query given(Query query, String name, String value) {
        return value.isEmpty() ? query : query.with(name, value);
    }
}
