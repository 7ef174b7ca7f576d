package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.qingstor.Grants.Permission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The operations our server offers, and how a request names one: by its method, by whether it has a bucket and a key, by the signed
 * parameters, and for copies by a header. A request with a signed parameter that names something else ({@code ?append},
 * {@code ?policy}) is refused, any other parameter means nothing.
 */
enum QingStorOperation {

    INITIATE("POST", On.OBJECT, Set.of("uploads"), "", Permission.WRITE),
    COMPLETE("POST", On.OBJECT, Set.of("upload_id"), "", Permission.WRITE),
    COPY_PART("PUT", On.OBJECT, Set.of("part_number", "upload_id"), CopyOrder.COPY, Permission.WRITE),
    PUT_PART("PUT", On.OBJECT, Set.of("part_number", "upload_id"), "", Permission.WRITE),
    LIST_PARTS("GET", On.OBJECT, Set.of("upload_id"), "", Permission.READ),
    ABORT("DELETE", On.OBJECT, Set.of("upload_id"), "", Permission.WRITE),
    COPY_OBJECT("PUT", On.OBJECT, Set.of(), CopyOrder.COPY, Permission.WRITE),
    MOVE_OBJECT("PUT", On.OBJECT, Set.of(), CopyOrder.MOVE, Permission.OWNER),
    PUT_OBJECT("PUT", On.OBJECT, Set.of(), "", Permission.WRITE),
    HEAD_OBJECT("HEAD", On.OBJECT, Set.of(), "", Permission.READ),
    GET_OBJECT("GET", On.OBJECT, Set.of(), "", Permission.READ),
    DELETE_OBJECT("DELETE", On.OBJECT, Set.of(), "", Permission.OWNER),
    LIST_OBJECTS("GET", On.BUCKET, Set.of(), "", Permission.OWNER),
    LIST_UPLOADS("GET", On.BUCKET, Set.of("uploads"), "", Permission.OWNER),
    GET_STATISTICS("GET", On.BUCKET, Set.of("stats"), "", Permission.OWNER),
    GET_ACL("GET", On.BUCKET, Set.of("acl"), "", Permission.OWNER),
    PUT_ACL("PUT", On.BUCKET, Set.of("acl"), "", Permission.OWNER),
    HEAD_BUCKET("HEAD", On.BUCKET, Set.of(), "", Permission.ANY),
    PUT_BUCKET("PUT", On.BUCKET, Set.of(), "", Permission.OWNER),
    DELETE_BUCKET("DELETE", On.BUCKET, Set.of(), "", Permission.OWNER),
    LIST_BUCKETS("GET", On.SERVICE, Set.of(), "", Permission.OWNER);

    private static final Set<String> SELECTING = Set.of("uploads", "upload_id", "part_number", "stats", "acl");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private final String method;
    private final On on;
    private final Set<String> parameters;
    private final String header;
    private final Permission permission;

    /** What an operation is about. */
    private enum On {
        SERVICE, BUCKET, OBJECT
    }

    QingStorOperation(String method, On on, Set<String> parameters, String header, Permission permission) {
        this.method = method;
        this.on = on;
        this.parameters = parameters;
        this.header = header;
        this.permission = permission;
    }

    /** Returns what a bucket must grant for an anonymous caller to do it there. */
    Permission permission() {
        return permission;
    }

    /**
     * Returns what {@code head} asks for.
     *
     * @param object what it is about
     * @throws UploadException with {@link Failure#UNSUPPORTED} or {@link Failure#INVALID_ARGUMENT} when it is nothing we offer
     */
    static QingStorOperation of(HttpHead head, Query query, ObjectRef object) {
        if (!METHODS.contains(head.method())) {
            throw UploadException.of(Failure.UNSUPPORTED, "The method is not one of QingStor");
        }
        query.parameters().stream().map(Map.Entry::getKey)
            .filter(name -> QingStorSign.SUBRESOURCES.contains(name) && !SELECTING.contains(name) && !name.startsWith("response-"))
            .findFirst().ifPresent(name -> {
                throw UploadException.of(Failure.UNSUPPORTED, "The operation of the parameter '" + name + "' is not offered");
            });
        if (head.method().equals("PUT") && QingStorQueries.has(query, "upload_id") != QingStorQueries.has(query, "part_number")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A part needs both part_number and upload_id");
        }
        long selecting = SELECTING.stream().filter(name -> QingStorQueries.has(query, name)).count();
        On about = !object.key().isEmpty() ? On.OBJECT : object.bucket().isEmpty() ? On.SERVICE : On.BUCKET;
        return Arrays.stream(values())
            .filter(operation -> operation.method.equals(head.method()) && operation.on == about)
            .filter(operation -> operation.parameters.size() == selecting
                && operation.parameters.stream().allMatch(name -> QingStorQueries.has(query, name)))
            .filter(operation -> operation.header.isEmpty() || head.headers().has(operation.header))
            .findFirst().orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This operation is not offered"));
    }
}
