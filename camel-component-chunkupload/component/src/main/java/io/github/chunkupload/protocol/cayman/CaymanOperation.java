package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operations on objects, the paths they are called by, and what the bare codes 404 and 409 can only mean for each. The overview
 * page and older revisions of the manual have other paths for the first three, and the generation before them names an object by a
 * {@code fileid} that the server makes; they are accepted and never sent.
 */
enum CaymanOperation {

    CREATE(Failure.NO_SUCH_BUCKET, Failure.ALREADY_EXISTS, "/api/cluster/tracker/file/create"),
    WRITE(Failure.NO_SUCH_UPLOAD, Failure.CONFLICT, "/api/cluster/storage/file/write"),
    FINISH(Failure.NO_SUCH_UPLOAD, Failure.INVALID_PART, "/api/cluster/tracker/file/finish", "/upload/finish"),
    BLOCKS(Failure.UNSUPPORTED, Failure.CONFLICT),
    INFO(Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    EXIST(Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    READ(Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    DOWNLOAD(Failure.NO_SUCH_OBJECT, Failure.CONFLICT, "/preview/getImage"),
    REMOVE(Failure.NO_SUCH_OBJECT, Failure.CONFLICT);

    private static final String PREFIX = "/api/cayman/store/object/";
    private static final List<String> FAMILIES = List.of(PREFIX, "/api/cayman/storage/object/", "/api/v2/core/object/");

    private final Failure missing;
    private final Failure conflict;
    private final List<String> older;

    CaymanOperation(Failure missing, Failure conflict, String... older) {
        this.missing = missing;
        this.conflict = conflict;
        this.older = List.of(older);
    }

    /** Returns the path our client calls. */
    String path() {
        return PREFIX + verb();
    }

    String method() {
        return this == DOWNLOAD ? "GET" : "POST";
    }

    /** Returns whether success at {@code path} is the bare bytes of an object. */
    static boolean isBinary(String path) {
        return READ.isCalledBy(path) || DOWNLOAD.isCalledBy(path);
    }

    /** Returns what a server of whom only the number of its refusal is understood means by it. */
    Optional<Failure> meaning(int code) {
        return switch (code) {
            case 401 -> Optional.of(Failure.UNAUTHENTICATED);
            case 404 -> Optional.of(missing);
            case 409 -> Optional.of(conflict);
            case 417 -> Optional.of(Failure.INTERNAL);
            default -> Optional.empty();
        };
    }

    /** Returns whether {@code path} is one of an operation. */
    static boolean isPath(String path) {
        return Arrays.stream(values()).anyMatch(operation -> operation.isCalledBy(path));
    }

    /** Returns whether {@code path} is one of the older generation, whose objects are named by a {@code fileid}. */
    static boolean isOlder(String path) {
        return Arrays.stream(values()).anyMatch(operation -> operation.older.contains(path));
    }

    /**
     * Returns what {@code head} asks for.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED} when it is nothing we offer
     */
    static CaymanOperation of(HttpHead head) {
        return Arrays.stream(values())
            .filter(operation -> operation.method().equals(head.method()) && operation.isCalledBy(head.rawPath()))
            .findFirst().orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This operation is not offered"));
    }

    private boolean isCalledBy(String path) {
        List<String> families = ordinal() <= FINISH.ordinal() ? FAMILIES : FAMILIES.subList(0, 2);
        return older.contains(path) || families.stream().anyMatch(family -> path.equals(family + verb()));
    }

    private String verb() {
        return name().toLowerCase(Locale.ROOT);
    }
}
