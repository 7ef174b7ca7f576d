package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The operations our server offers, and how a request names one: by its method, by whether it has a key, and by its parameters. A
 * request with a parameter that names something else ({@code ?policy}, {@code ?lifecycle}) is refused: it must never be taken for a plain
 * PUT. There is no operation that deletes an object.
 */
enum CdcsOperation {

    INITIATE("POST", true, Set.of("uploads")),
    COMPLETE("POST", true, Set.of("uploadId")),
    PUT_PART("PUT", true, Set.of("partNumber", "uploadId")),
    LIST_PARTS("GET", true, Set.of("uploadId")),
    ABORT("DELETE", true, Set.of("uploadId")),
    LIST_UPLOADS("GET", false, Set.of("uploads")),
    PUT_OBJECT("PUT", true, Set.of()),
    HEAD_OBJECT("HEAD", true, Set.of()),
    GET_OBJECT("GET", true, Set.of());

    private static final Set<String> SELECTING = Set.of("uploads", "uploadid", "partnumber");
    private static final Set<String> HARMLESS = Set.of("sign", "max-parts", "max-count", "part-number-marker", "marker", "encoding-type",
        "prefix", "max-uploads", "upload-id-marker");

    private final String method;
    private final boolean onObject;
    private final Set<String> parameters;

    CdcsOperation(String method, boolean onObject, Set<String> parameters) {
        this.method = method;
        this.onObject = onObject;
        this.parameters = parameters;
    }

    /**
     * Returns what {@code head} asks for.
     *
     * @param onObject whether it names a key
     * @throws UploadException with {@link Failure#UNSUPPORTED} or {@link Failure#INVALID_ARGUMENT} when it is nothing we offer
     */
    static CdcsOperation of(HttpHead head, boolean onObject) {
        Query query = head.query();
        query.parameters().stream().map(parameter -> parameter.getKey().toLowerCase(Locale.ROOT))
            .filter(name -> !isKnown(name)).findFirst().ifPresent(name -> refuse(query, name));
        if (head.method().equals("PUT") && query.has("uploadId") != query.has("partNumber")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A part needs both partNumber and uploadId");
        }
        long selecting = SELECTING.stream().filter(query::has).count();
        return Arrays.stream(values())
            .filter(operation -> operation.method.equals(head.method()) && operation.onObject == onObject)
            .filter(operation -> operation.parameters.size() == selecting && operation.parameters.stream().allMatch(query::has))
            .findFirst().orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This operation is not offered"));
    }

    private static boolean isKnown(String name) {
        return SELECTING.contains(name) || HARMLESS.contains(name) || name.startsWith("q-") || name.startsWith(CdcsHeaders.PREFIX);
    }

    private static void refuse(Query query, String name) {
        if (query.first(name).orElse("").isEmpty()) {
            throw UploadException.of(Failure.UNSUPPORTED, "The operation of the parameter '" + name + "' is not offered");
        }
    }
}
