package io.github.chunkupload.fuzz;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.Protocol;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** What the protocols that resemble the multipart uploads of object stores have in common; they differ in words. */
public abstract class Parted extends Dialect {

    private static final int BUCKETS = 4;

    private final String uploadId;
    private final String partNumber;
    private final int firstNumber;
    private final Pattern idInReply;
    private final boolean[] buckets = new boolean[BUCKETS];

    /**
     * Makes a dialect.
     *
     * @param uploadId parameter with the id of an upload
     * @param partNumber parameter with the number of a part
     * @param firstNumber that of the first part
     * @param idInReply finds the id of an upload that was opened
     */
    protected Parted(Protocol protocol, Map<String, String> options, String uploadId, String partNumber, int firstNumber,
            Pattern idInReply) {
        super(protocol, options);
        this.uploadId = uploadId;
        this.partNumber = partNumber;
        this.firstNumber = firstNumber;
        this.idInReply = idInReply;
    }

    /** Returns the list of the parts of an upload as complete has it. */
    protected abstract String order(Open upload);

    /** Returns a request about an object. */
    protected static Draft about(String method, String key) {
        return Draft.of(method, "/" + BUCKET + "/" + Percent.encode(key, "/"));
    }

    @Override
    protected void forget() {
        super.forget();
        Arrays.fill(buckets, false);
    }

    @Override
    protected Draft draft(String operation, Random random) {
        return switch (operation) {
            case "INITIATE" -> initiate(freshKey(random));
            case "PUT_PART", "LIST_PARTS", "ABORT", "COMPLETE" -> ofUpload(operation, random);
            case "PUT_OBJECT" -> put(freshKey(random), random);
            case "HEAD_OBJECT", "GET_OBJECT", "DELETE_OBJECT" -> ofObject(operation, random);
            case "LIST_UPLOADS" -> Draft.of("GET", "/" + BUCKET).query("uploads", "").query("prefix", random.nextBoolean() ? "" : "dir/");
            case "PUT_BUCKET", "PUT_COFFER" -> bucket(operation, random);
            case "DELETE_BUCKET", "DELETE_COFFER" -> bucket(operation, random);
            case "HEAD_BUCKET" -> isMade() || isOpen() ? Draft.of("HEAD", "/" + BUCKET) : put(freshKey(random), random);
            case "LIST_OBJECTS", "GET_COFFER" -> isMade() || isOpen() ? Draft.of("GET", "/" + BUCKET).query("prefix", "dir/")
                : put(freshKey(random), random);
            case "GET_SERVICE", "LIST_BUCKETS" -> Draft.of("GET", "/");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private Draft initiate(String key) {
        return about("POST", key).to("INITIATE").query("uploads", "")
            .then(learnt -> opened(new Open(key, find(idInReply, learnt.text()), new byte[0])));
    }

    /** Returns a request that makes an object. */
    protected final Draft put(String key, Random random) {
        return about("PUT", key).to("PUT_OBJECT").body(bytes(random, 1 + random.nextInt(PART))).then(learnt -> made(key));
    }

    private Draft ofObject(String operation, Random random) {
        if (!isMade()) {
            return put(freshKey(random), random);
        }
        String key = object(random);
        Draft draft = about(operation.substring(0, operation.indexOf('_')), key).otherwise(() -> gone(key));
        return operation.equals("DELETE_OBJECT") ? draft.then(learnt -> gone(key)) : draft;
    }

    private Draft ofUpload(String operation, Random random) {
        if (!isOpen()) {
            return initiate(freshKey(random));
        }
        Open upload = operation.equals("COMPLETE") ? fullest() : open(random);
        return switch (operation) {
            case "ABORT" -> of("DELETE", upload).then(learnt -> ended(upload)).otherwise(() -> ended(upload));
            case "LIST_PARTS" -> of("GET", upload).otherwise(() -> ended(upload));
            case "COMPLETE" -> upload.parts().isEmpty() ? part(upload, random) : of("POST", upload).body(order(upload)).then(learnt -> {
                ended(upload);
                made(upload.key());
            }).otherwise(() -> ended(upload));
            default -> part(upload, random);
        };
    }

    private Draft of(String method, Open upload) {
        return about(method, upload.key()).query(uploadId, upload.id()).otherwise(() -> ended(upload));
    }

    private Draft part(Open upload, Random random) {
        int number = nextNumber(upload);
        return of("PUT", upload).to("PUT_PART").query(partNumber, number).body(bytes(random, PART)).otherwise(() -> ended(upload))
            .then(learnt -> upload.parts().put(number, learnt.reply().header("ETag").orElse("").replace("\"", "")));
    }

    private int nextNumber(Open upload) {
        return upload.parts().size() + firstNumber;
    }

    /** Returns a request that copies from an object into a part. */
    protected final Draft copiedPart(String header, String source, Open upload) {
        int number = nextNumber(upload);
        return of("PUT", upload).query(partNumber, number).header(header, source);
    }

    private static String bucket(int index) {
        return "fuzz" + index + "-1250000000";
    }

    private Draft bucket(String operation, Random random) {
        int index = random.nextInt(BUCKETS);
        boolean there = !buckets[index];
        String possible = (there ? "PUT" : "DELETE") + operation.substring(operation.indexOf('_'));
        return Draft.of(there ? "PUT" : "DELETE", "/" + bucket(index)).to(possible).then(learnt -> buckets[index] = there)
            .otherwise(() -> buckets[index] = there);
    }
}
