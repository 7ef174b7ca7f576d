package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.fuzz.Dialect;
import io.github.chunkupload.fuzz.Draft;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Credentials;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Requests of {@code cayman}. */
public final class CaymanFuzz extends Dialect {

    private static final int BUCKETS = 4;

    private final boolean[] buckets = new boolean[BUCKETS];
    private int users;

    /** Makes a dialect that remembers nothing yet. */
    public CaymanFuzz() {
        super(new CaymanProtocol(), Map.of("login", "true"));
    }

    @Override
    protected List<String> operations() {
        return Stream.of(CaymanOperation.values()).map(Enum::name).toList();
    }

    @Override
    protected Set<String> unsigned() {
        return Set.of(CaymanOperation.LOGIN.name());
    }

    @Override
    protected boolean takesUrlencoded() {
        return true;
    }

    @Override
    protected void forget() {
        super.forget();
        Arrays.fill(buckets, false);
    }

    @Override
    protected Draft draft(String operation, Random random) {
        CaymanOperation wanted = CaymanOperation.valueOf(operation);
        return switch (wanted) {
            case CREATE -> create(freshKey(random));
            case WRITE, FINISH -> ofUpload(wanted, random);
            case LOG_UPLOAD -> put(random);
            case BUCKET_CREATE, BUCKET_REMOVE -> bucket(wanted, random);
            case BUCKET_LIST -> Draft.of("POST", wanted.path()).field("page", "1");
            case BUCKET_OBJECTS -> Draft.of("POST", wanted.path()).field("bucket", BUCKET).field("perpage", random.nextInt(30));
            case LOGIN -> login(random);
            case DOWNLOAD -> !isMade() ? put(random) : download(object(random));
            default -> !isMade() ? put(random) : ofObject(wanted, object(random), random);
        };
    }

    private static Draft about(CaymanOperation operation, String key) {
        return Draft.of("POST", operation.path()).field("bucket", BUCKET).field("objectid", key);
    }

    private Draft create(String key) {
        return about(CaymanOperation.CREATE, key).to("CREATE").then(learnt -> opened(new Open(key, "", new byte[0])));
    }

    private Draft put(Random random) {
        String key = freshKey(random);
        return about(CaymanOperation.LOG_UPLOAD, key).to("LOG_UPLOAD").field("PostData", bytes(random, 1 + random.nextInt(PART)))
            .then(learnt -> made(key));
    }

    private Draft ofUpload(CaymanOperation operation, Random random) {
        if (!isOpen()) {
            return create(freshKey(random));
        }
        Open upload = operation == CaymanOperation.FINISH ? fullest() : open(random);
        if (operation == CaymanOperation.FINISH && !upload.parts().isEmpty()) {
            return about(operation, upload.key()).otherwise(() -> ended(upload)).then(learnt -> {
                ended(upload);
                made(upload.key());
            });
        }
        int offset = upload.parts().size() * PART;
        return about(CaymanOperation.WRITE, upload.key()).to("WRITE").field("offset", offset).field("len", PART)
            .field("PostData", bytes(random, PART))
            .otherwise(() -> ended(upload)).then(learnt -> upload.parts().put(offset, ""));
    }

    private Draft ofObject(CaymanOperation operation, String key, Random random) {
        Draft draft = operation == CaymanOperation.MD5_ASYNC
            ? Draft.of("POST", operation.path()).field("bucket", BUCKET).field("objectids", key) : about(operation, key);
        draft.otherwise(() -> gone(key));
        return switch (operation) {
            case READ -> draft.field("offset", random.nextInt(PART)).field("length", random.nextInt(PART));
            case TRUNCATE -> draft.field("newsize", random.nextInt(2 * PART));
            case REMOVE -> draft.then(learnt -> gone(key));
            default -> draft;
        };
    }

    private Draft download(String key) {
        return Draft.of("GET", CaymanOperation.DOWNLOAD.path()).query("bucket", BUCKET).query("objectid", key).otherwise(() -> gone(key));
    }

    private Draft bucket(CaymanOperation operation, Random random) {
        int index = random.nextInt(BUCKETS);
        CaymanOperation possible = buckets[index] ? CaymanOperation.BUCKET_REMOVE : CaymanOperation.BUCKET_CREATE;
        boolean there = possible == CaymanOperation.BUCKET_CREATE;
        return Draft.of("POST", possible.path()).to(possible.name()).field("bucket", "fuzz" + index).then(learnt -> buckets[index] = there)
            .otherwise(() -> buckets[index] = there);
    }

    private Draft login(Random random) {
        String user = "user" + users++ % 1000;
        return Draft.of("POST", "/api/sw/login/login").field("userid", user)
            .field("password", user);
    }

    @Override
    protected HttpHead signed(HttpHead head, Credentials key, Instant now) {
        return with(head, CaymanSign.AUTHORIZATION, CaymanSign.SCHEME + key.accessKey() + ":"
            + CaymanSign.signature(key.accessKey(), key.secretKey()));
    }

    @Override
    protected String operation(HttpCall call) {
        return CaymanOperation.of(call.head()).name();
    }
}
