package io.github.chunkupload.component;

import java.util.Arrays;
import java.util.List;

/** What a producer can do. */
public enum ChunkUploadOperation {

    /** Sends the body, in parts where it is large, resuming where an earlier attempt ended. */
    UPLOAD("upload"),
    /** Opens an upload. */
    INITIATE("initiate"),
    /** Sends the body as one part of an open upload. */
    UPLOAD_PART("uploadPart"),
    /** Lists the parts that the store has of an upload. */
    LIST_PARTS("listParts"),
    /** Makes the object of the parts. */
    COMPLETE("complete"),
    /** Gives an upload up. */
    ABORT("abort"),
    /** Lists the uploads that are open. */
    LIST_UPLOADS("listUploads"),
    /** Gives up the uploads that were opened long ago. */
    ABORT_STALE("abortStale"),
    /** Sends the body in one request. */
    PUT_OBJECT("putObject"),
    /** Tells of an object. */
    HEAD_OBJECT("headObject"),
    /** Reads an object or a range of it. */
    GET_OBJECT("getObject"),
    /** Deletes an object. */
    DELETE_OBJECT("deleteObject"),
    /** Lists the objects of the bucket. */
    LIST_OBJECTS("listObjects"),
    /** Lists the buckets. */
    LIST_BUCKETS("listBuckets"),
    /** Tells of the bucket. */
    HEAD_BUCKET("headBucket"),
    /** Makes the bucket. */
    CREATE_BUCKET("createBucket"),
    /** Removes the bucket, which must be empty. */
    DELETE_BUCKET("deleteBucket"),
    /** Makes a part of bytes of another object. */
    COPY_PART("copyPart"),
    /** Takes checksums of an object where it lies. */
    VERIFY_OBJECT("verifyObject"),
    /** Overwrites bytes of an object with the body. */
    WRITE_OBJECT("writeObject"),
    /** Cuts an object, or lets it grow with zeros. */
    TRUNCATE_OBJECT("truncateObject"),
    /** Makes a URL with which somebody else can make one request. */
    PRESIGN("presign"),
    /** Tells the facts about the store. */
    DESCRIBE("describe"),
    /** Holds the running uploads of a key: no further part begins. */
    PAUSE_UPLOAD("pauseUpload"),
    /** Lets the running uploads of a key go on. */
    RESUME_UPLOAD("resumeUpload"),
    /** Ends the running uploads of a key and aborts them. */
    CANCEL_UPLOAD("cancelUpload");

    private final String token;

    ChunkUploadOperation(String token) {
        this.token = token;
    }

    /** Returns the name in options and headers. */
    public String token() {
        return token;
    }

    /**
     * Returns the operation of that name, in any case.
     *
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    public static ChunkUploadOperation of(String token) {
        return Arrays.stream(values()).filter(o -> o.token.equalsIgnoreCase(token) || o.name().equalsIgnoreCase(token)).findFirst()
            .orElseThrow(() -> unknown(token));
    }

    private static IllegalArgumentException unknown(String token) {
        List<String> tokens = Arrays.stream(values()).map(ChunkUploadOperation::token).toList();
        return new IllegalArgumentException("Unknown operation '" + token + "': use one of " + String.join(", ", tokens)
            + Nearest.hint(token, tokens));
    }
}
