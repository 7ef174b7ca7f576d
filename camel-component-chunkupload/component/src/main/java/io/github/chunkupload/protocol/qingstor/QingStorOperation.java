package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The operations our server offers, and how a request names one: by its method, by whether it has a key, and by the signed parameters.
 * A request with a signed parameter that names something else ({@code ?acl}, {@code ?append}, {@code ?stats}) is refused, any other
 * parameter means nothing.
 */
enum QingStorOperation {

    INITIATE("POST", true, Set.of("uploads"), true),
    COMPLETE("POST", true, Set.of("upload_id"), true),
    PUT_PART("PUT", true, Set.of("part_number", "upload_id"), true),
    LIST_PARTS("GET", true, Set.of("upload_id"), true),
    ABORT("DELETE", true, Set.of("upload_id"), true),
    LIST_UPLOADS("GET", false, Set.of("uploads"), false),
    PUT_OBJECT("PUT", true, Set.of(), true),
    HEAD_OBJECT("HEAD", true, Set.of(), true),
    GET_OBJECT("GET", true, Set.of(), true),
    DELETE_OBJECT("DELETE", true, Set.of(), false),
    HEAD_BUCKET("HEAD", false, Set.of(), true),
    PUT_BUCKET("PUT", false, Set.of(), false);

    private static final Set<String> SELECTING = Set.of("uploads", "upload_id", "part_number");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private final String method;
    private final boolean onObject;
    private final Set<String> parameters;
    private final boolean anonymous;

    QingStorOperation(String method, boolean onObject, Set<String> parameters, boolean anonymous) {
        this.method = method;
        this.onObject = onObject;
        this.parameters = parameters;
        this.anonymous = anonymous;
    }

    /** Returns whether an anonymous caller may do it in a bucket that is open to all. */
    boolean mayBeAnonymous() {
        return anonymous;
    }

    /**
     * Returns what {@code head} asks for.
     *
     * @param onObject whether it names a key
     * @throws UploadException with {@link Failure#UNSUPPORTED} or {@link Failure#INVALID_ARGUMENT} when it is nothing we offer
     */
    static QingStorOperation of(HttpHead head, Query query, boolean onObject) {
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
        return Arrays.stream(values())
            .filter(operation -> operation.method.equals(head.method()) && operation.onObject == onObject)
            .filter(operation -> operation.parameters.size() == selecting
                && operation.parameters.stream().allMatch(name -> QingStorQueries.has(query, name)))
            .findFirst().orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This operation is not offered"));
    }
}
