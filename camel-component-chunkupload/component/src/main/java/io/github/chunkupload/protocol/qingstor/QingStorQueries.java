package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import java.util.Map;

/**
 * The parameters of requests: written by the client, read and checked by the server. Names are looked for exactly as they are signed:
 * in another case they are not covered by a signature and mean nothing.
 */
final class QingStorQueries {

    private static final int PAGE = 200;

    private QingStorQueries() {
    }

    /** Returns the parameters of a request; unlike elsewhere a plus is a blank. */
    static Query of(HttpHead head) {
        int mark = head.target().indexOf('?');
        return mark < 0 ? Query.NONE : Query.parse(head.target().substring(mark + 1).replace("+", "%20"));
    }

    static boolean has(Query query, String name) {
        return query.parameters().stream().anyMatch(parameter -> parameter.getKey().equals(name));
    }

    /** Returns a value, empty when it is absent. */
    static String text(Query query, String name) {
        return query.parameters().stream().filter(parameter -> parameter.getKey().equals(name)).map(Map.Entry::getValue)
            .findFirst().orElse("");
    }

    /** Writes the parameters of a list of uploads. */
    static Query uploads(UploadQuery wanted) {
        Query query = Query.NONE.with("uploads", "");
        query = given(query, "prefix", wanted.prefix());
        query = given(query, "delimiter", wanted.delimiter());
        query = query.with("limit", String.valueOf(Math.min(wanted.limit(), QingStorLimits.MAX_PAGE)));
        query = given(query, "key_marker", wanted.after().key());
        return given(query, "upload_id_marker", wanted.after().uploadId());
    }

    /** Reads the parameters of a list of uploads. */
    static UploadQuery uploads(String bucket, Query query) {
        String keyMarker = text(query, "key_marker");
        Marker after = new Marker(keyMarker, keyMarker.isEmpty() ? "" : text(query, "upload_id_marker"));
        return new UploadQuery(bucket, text(query, "prefix"), false, text(query, "delimiter"), after, limit(query, PAGE));
    }

    /** Writes the parameters of a list of objects. */
    static Query objects(ObjectQuery wanted) {
        Query query = given(Query.NONE, "prefix", wanted.prefix());
        query = given(query, "delimiter", wanted.delimiter());
        query = query.with("limit", String.valueOf(Math.min(wanted.limit(), QingStorLimits.MAX_PAGE)));
        return given(query, "marker", wanted.after());
    }

    /** Reads the parameters of a list of objects. */
    static ObjectQuery objects(String bucket, Query query) {
        return new ObjectQuery(bucket, text(query, "prefix"), text(query, "delimiter"), text(query, "marker"), limit(query, PAGE));
    }

    /**
     * Writes the parameters of a part.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when no part can have the number
     */
    static Query part(UploadRef upload, PartSlot slot) {
        if (slot.index() < 0 || slot.index() >= QingStorLimits.MAX_PARTS) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "QingStor takes " + QingStorLimits.MAX_PARTS + " parts, numbered from 0");
        }
        return Query.NONE.with("upload_id", upload.uploadId()).with("part_number", String.valueOf(slot.index()));
    }

    /** Writes the parameters of a list of parts; the first part has the number 0, so the first page has no marker. */
    static Query parts(String uploadId, int afterIndex, int limit) {
        Query query = Query.NONE.with("upload_id", uploadId).with("limit", String.valueOf(limit));
        return afterIndex < 0 ? query : query.with("part_number_marker", String.valueOf(afterIndex));
    }

    /** Reads after which number parts are wanted. */
    static int partMarker(Query query) {
        String text = text(query, "part_number_marker").strip();
        return text.isEmpty() || text.equals("-1") ? -1 : number(text, "part_number_marker", 0, Integer.MAX_VALUE);
    }

    /** Reads the size of a page. */
    static int limit(Query query, int absent) {
        String text = text(query, "limit").strip();
        return text.isEmpty() ? absent : Math.min(QingStorLimits.MAX_PAGE, number(text, "limit", 1, Integer.MAX_VALUE));
    }

    /** Reads a part number. */
    static int partNumber(Query query) {
        return number(text(query, "part_number"), "part_number", 0, QingStorLimits.MAX_NUMBER);
    }

    private static int number(String text, String name, int least, int most) {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Integer.parseInt(text);
        }
        throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is a number from " + least + " to " + most);
    }

    private static Query given(Query query, String name, String value) {
        return value.isEmpty() ? query : query.with(name, value);
    }
}
