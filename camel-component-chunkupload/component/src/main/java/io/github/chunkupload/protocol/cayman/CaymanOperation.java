package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The operations, the paths they are called by, and what the bare codes 404 and 409 can only mean for each. The overview page and older
 * revisions of the manual have other families of paths, and the {@linkplain Generation older generations} paths of their own; they are
 * accepted and never sent.
 */
enum CaymanOperation {

    CREATE("object/create", Failure.NO_SUCH_BUCKET, Failure.ALREADY_EXISTS, "/api/cluster/tracker/file/create", "/api/sw/file/create"),
    WRITE("object/write", Failure.NO_SUCH_UPLOAD, Failure.CONFLICT, "/api/cluster/storage/file/write", "/api/sw/file/write"),
    FINISH("object/finish", Failure.NO_SUCH_UPLOAD, Failure.INVALID_PART, "/api/cluster/tracker/file/finish", "/upload/finish",
        "/api/sw/file/finish"),
    BLOCKS("object/blocks", Failure.UNSUPPORTED, Failure.CONFLICT),
    INFO("object/info", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    EXIST("object/exist", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    READ("object/read", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    DOWNLOAD("object/download", Failure.NO_SUCH_OBJECT, Failure.CONFLICT, "/preview/getImage"),
    REMOVE("object/remove", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    TRUNCATE("object/truncate", Failure.NO_SUCH_OBJECT, Failure.UPLOAD_OPEN),
    MD5_SYNC("object/md5/calc/sync", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    MD5_ASYNC("object/md5/calc/async", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    MD5_QUERY("object/md5/query", Failure.NO_SUCH_OBJECT, Failure.CONFLICT),
    LOG_UPLOAD("log/upload", Failure.NO_SUCH_BUCKET, Failure.ALREADY_EXISTS, "/api/cayman/log/upload"),
    BUCKET_CREATE("bucket/create", Failure.UNSUPPORTED, Failure.BUCKET_EXISTS),
    BUCKET_REMOVE("bucket/remove", Failure.NO_SUCH_BUCKET, Failure.BUCKET_NOT_EMPTY),
    BUCKET_LIST("bucket/list", Failure.UNSUPPORTED, Failure.CONFLICT),
    BUCKET_OBJECTS("bucket/listobject", Failure.NO_SUCH_BUCKET, Failure.CONFLICT),
    LOGIN("login/login", Failure.UNSUPPORTED, Failure.CONFLICT, "/api/sw/login/login");

    private static final String PREFIX = "/api/cayman/store/";
    private static final List<String> FAMILIES = List.of(PREFIX, "/api/cayman/storage/", "/api/v2/core/");

    private final String path;
    private final Failure missing;
    private final Failure conflict;
    private final List<String> others;

    CaymanOperation(String path, Failure missing, Failure conflict, String... others) {
        this.path = path;
        this.missing = missing;
        this.conflict = conflict;
        this.others = List.of(others);
    }

    /** Returns the path our client calls. */
    String path() {
        return PREFIX + path;
    }

    String method() {
        return this == DOWNLOAD ? "GET" : "POST";
    }

    /** Returns whether the request is about one object. */
    boolean isAboutObject() {
        return ordinal() < BUCKET_CREATE.ordinal() && this != MD5_ASYNC;
    }

    /** Returns whether the request names a bucket. */
    boolean isInBucket() {
        return this != BUCKET_LIST && this != LOGIN;
    }

    /** Returns whether a server may well not have it: then a 404 that is none of Cayman's replies tells that. */
    boolean isRare() {
        return ordinal() >= TRUNCATE.ordinal();
    }

    /** Returns whether it is answered with a list, of which the manual's samples tell no code. */
    boolean isList() {
        return this == BUCKET_LIST || this == BUCKET_OBJECTS;
    }

    /** Returns whether the form has a data part. */
    boolean hasBlock() {
        return this == WRITE || this == LOG_UPLOAD;
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

    private boolean isCalledBy(String called) {
        return others.contains(called) || this != LOGIN && FAMILIES.stream().anyMatch(family -> called.equals(family + path));
    }
}
