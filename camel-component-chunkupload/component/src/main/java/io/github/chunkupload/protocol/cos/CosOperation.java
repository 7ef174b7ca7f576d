package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The operations our server offers, and how a request names one: by its method, by what it is about, and by its parameters. A
 * request with a parameter that names something else ({@code ?acl}, {@code ?append}, {@code ?versionId=…}) is refused: it must never
 * be taken for a plain PUT or DELETE.
 */
enum CosOperation {

    INITIATE("POST", Scope.OBJECT, Set.of("uploads")),
    COMPLETE("POST", Scope.OBJECT, Set.of("uploadId")),
    PUT_PART("PUT", Scope.OBJECT, Set.of("partNumber", "uploadId")),
    LIST_PARTS("GET", Scope.OBJECT, Set.of("uploadId")),
    ABORT("DELETE", Scope.OBJECT, Set.of("uploadId")),
    LIST_UPLOADS("GET", Scope.BUCKET, Set.of("uploads")),
    PUT_OBJECT("PUT", Scope.OBJECT, Set.of()),
    HEAD_OBJECT("HEAD", Scope.OBJECT, Set.of()),
    GET_OBJECT("GET", Scope.OBJECT, Set.of()),
    DELETE_OBJECT("DELETE", Scope.OBJECT, Set.of()),
    GET_SERVICE("GET", Scope.SERVICE, Set.of()),
    PUT_BUCKET("PUT", Scope.BUCKET, Set.of()),
    HEAD_BUCKET("HEAD", Scope.BUCKET, Set.of()),
    LIST_OBJECTS("GET", Scope.BUCKET, Set.of()),
    DELETE_BUCKET("DELETE", Scope.BUCKET, Set.of());

    private static final Set<String> SELECTING = Set.of("uploads", "uploadid", "partnumber");
    private static final Set<String> HARMLESS = Set.of("sign", "max-parts", "part-number-marker", "encoding-type", "prefix", "delimiter",
        "max-uploads", "key-marker", "upload-id-marker", "marker", "max-keys");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    /** What a request is about. */
    private enum Scope {

        SERVICE, BUCKET, OBJECT;

        static Scope of(ObjectRef object) {
            return object.bucket().isEmpty() ? SERVICE : object.key().isEmpty() ? BUCKET : OBJECT;
        }
    }

    private final String method;
    private final Scope scope;
    private final Set<String> parameters;

    CosOperation(String method, Scope scope, Set<String> parameters) {
        this.method = method;
        this.scope = scope;
        this.parameters = parameters;
    }

    /**
     * Returns what {@code head} asks for.
     *
     * @param object what it is about; an empty key: the bucket; an empty bucket: all of them
     * @throws UploadException with {@link Failure#UNSUPPORTED} or {@link Failure#INVALID_ARGUMENT} when it is nothing we offer
     */
    static CosOperation of(HttpHead head, ObjectRef object) {
        Scope scope = Scope.of(object);
        if (!METHODS.contains(head.method())) {
            throw UploadException.builder(Failure.UNSUPPORTED, "The method is not one of COS")
                .protocolCode(CosError.METHOD_NOT_ALLOWED.code()).build();
        }
        Query query = head.query();
        query.parameters().stream().map(parameter -> parameter.getKey().toLowerCase(Locale.ROOT))
            .filter(name -> !isKnown(name)).findFirst().ifPresent(name -> refuse(query, name));
        if (head.method().equals("PUT") && query.has("uploadId") != query.has("partNumber")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A part needs both partNumber and uploadId");
        }
        long selecting = SELECTING.stream().filter(query::has).count();
        return Arrays.stream(values())
            .filter(operation -> operation.method.equals(head.method()) && operation.scope == scope)
            .filter(operation -> operation.parameters.size() == selecting && operation.parameters.stream().allMatch(query::has))
            .findFirst().orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This operation is not offered"));
    }

    private static boolean isKnown(String name) {
        return SELECTING.contains(name) || HARMLESS.contains(name) || name.startsWith("q-") || name.startsWith(CosHeaders.PREFIX)
            || name.startsWith("response-");
    }

    private static void refuse(Query query, String name) {
        if (name.equals("versionid") || query.first(name).orElse("").isEmpty()) {
            throw UploadException.of(Failure.UNSUPPORTED, "The operation of the parameter '" + name + "' is not offered");
        }
    }
}
