package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;

/** The parameters of requests: written by the client, read and checked by the server. The generations name some differently. */
final class CdcsQueries {

    private CdcsQueries() {
    }

    /** Writes the parameters of a list of uploads. Keys are asked for percent-encoded: not every key fits into XML as it is. */
    static Query uploads(UploadQuery wanted, String marker) {
        Query query = Query.NONE.with("uploads", "");
        query = wanted.prefix().isEmpty() ? query : query.with("prefix", wanted.prefix());
        query = query.with("max-uploads", String.valueOf(CdcsLimits.MAX_PAGE));
        query = marker.isEmpty() ? query : query.with("upload-id-marker", marker);
        return query.with("encoding-type", "url");
    }

    /** Reads the parameters of a list of uploads. */
    static UploadsDocument.Request uploads(String bucket, Query query) {
        int most = number(given(query, String.valueOf(CdcsLimits.MAX_PAGE), "max-uploads"), "max-uploads", 0, CdcsLimits.MAX_PAGE);
        return new UploadsDocument.Request(bucket, query.first("prefix").orElse(""), given(query, "", "upload-id-marker"), most,
            urlEncoded(query));
    }

    /** Writes the parameters of a list of objects. */
    static Query objects(Generation generation, String prefix, String marker, int limit) {
        Query query = prefix.isEmpty() ? Query.NONE : Query.NONE.with("prefix", prefix);
        query = marker.isEmpty() ? query : query.with("marker", marker);
        return query.with(generation == Generation.JSON ? "max-keys" : "max-count", String.valueOf(limit)).with("encoding-type", "url");
    }

    /** Reads the parameters of a list of objects. */
    static ObjectQuery objects(String bucket, Query query) {
        int most = number(given(query, String.valueOf(CdcsLimits.MAX_PAGE), "max-keys", "max-count"), "max-keys", 1, CdcsLimits.MAX_PAGE);
        return new ObjectQuery(bucket, query.first("prefix").orElse(""), "", query.first("marker").orElse(""), most);
    }

    /** Writes the parameters of a list of parts. */
    static Query parts(Generation generation, String uploadId, int afterNumber, int limit) {
        boolean json = generation == Generation.JSON;
        return Query.NONE.with("uploadId", uploadId)
            .with(json ? "max-parts" : "max-count", String.valueOf(Math.min(limit, CdcsLimits.MAX_PAGE)))
            .with(json ? "part-number-marker" : "marker", String.valueOf(afterNumber));
    }

    /** Reads the parameters of a list of parts. */
    static PartsDocument.Request parts(Query query) {
        int marker = number(given(query, "0", "part-number-marker", "marker"), "part-number-marker", 0, Integer.MAX_VALUE - 1);
        int most = number(given(query, String.valueOf(CdcsLimits.MAX_PAGE), "max-parts", "max-count"), "max-parts", 1, CdcsLimits.MAX_PAGE);
        return new PartsDocument.Request(marker, most, urlEncoded(query));
    }

    /** Reads a part number. */
    static int partNumber(Query query) {
        return number(query.first("partNumber").orElse(""), "partNumber", 1, CdcsLimits.MAX_PARTS);
    }

    /** Returns whether keys are wanted percent-encoded. */
    static boolean urlEncoded(Query query) {
        String type = query.first("encoding-type").orElse("");
        if (!type.isEmpty() && !type.equals("url")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "encoding-type can only be url");
        }
        return !type.isEmpty();
    }

    private static String given(Query query, String otherwise, String... names) {
        for (String name : names) {
            String value = query.first(name).orElse("");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return otherwise;
    }

    private static int number(String text, String name, int least, int most) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,10}") && Long.parseLong(digits) >= least && Long.parseLong(digits) <= most) {
            return Integer.parseInt(digits);
        }
        throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is a number from " + least + " to " + most);
    }
}
