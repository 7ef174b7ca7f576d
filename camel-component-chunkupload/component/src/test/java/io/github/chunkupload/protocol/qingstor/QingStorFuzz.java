package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.fuzz.Draft;
import io.github.chunkupload.fuzz.Parted;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.ServerSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests of {@code qingstor}. */
public final class QingStorFuzz extends Parted {

    private final ServerSettings settings = settings(CredentialSource.of(), Clock.systemUTC());

    /** Makes a dialect that remembers nothing yet. */
    public QingStorFuzz() {
        super(new QingStorProtocol(), Map.of(), "upload_id", "part_number", 0, Pattern.compile("\"upload_id\"\\s*:\\s*\"([^\"]+)"));
    }

    @Override
    protected List<String> operations() {
        return Stream.of(QingStorOperation.values()).map(Enum::name).toList();
    }

    @Override
    protected Set<String> refusedAlways() {
        return Set.of(QingStorOperation.PUT_ACL.name());
    }

    @Override
    protected Draft draft(String operation, Random random) {
        return switch (QingStorOperation.valueOf(operation)) {
            case COPY_PART, COPY_OBJECT, MOVE_OBJECT -> copy(operation, random);
            case GET_STATISTICS -> bucket("GET", "stats", random);
            case GET_ACL -> bucket("GET", "acl", random);
            case PUT_ACL -> bucket("PUT", "acl", random);
            default -> super.draft(operation, random);
        };
    }

    private Draft bucket(String method, String parameter, Random random) {
        return isMade() || isOpen() ? Draft.of(method, "/" + BUCKET).query(parameter, "") : put(freshKey(random), random);
    }

    private Draft copy(String operation, Random random) {
        if (!isMade()) {
            return put(freshKey(random), random);
        }
        String source = object(random);
        String path = "/" + BUCKET + "/" + Percent.encode(source, "/");
        String key = freshKey(random);
        return switch (operation) {
            case "COPY_OBJECT" -> about("PUT", key).header(CopyOrder.COPY, path).then(learnt -> made(key)).otherwise(() -> gone(source));
            case "MOVE_OBJECT" -> about("PUT", key).header(CopyOrder.MOVE, path).then(learnt -> {
                gone(source);
                made(key);
            }).otherwise(() -> gone(source));
            default -> isOpen() ? copiedPart(CopyOrder.COPY, path, open(random)) : super.draft("INITIATE", random);
        };
    }

    @Override
    protected String order(Open upload) {
        return upload.parts().entrySet().stream()
            .map(part -> "{\"part_number\":" + part.getKey() + ",\"etag\":\"" + part.getValue() + "\"}")
            .collect(Collectors.joining(",", "{\"object_parts\":[", "]}"));
    }

    @Override
    protected HttpHead signed(HttpHead head, Credentials key, Instant now) {
        HttpHead dated = head.headers().has("Date") ? head : with(head, "Date", HttpDates.header(now));
        Query query = QingStorQueries.of(dated);
        String text = QingStorSign.text(dated, dated.header("Date").orElse(""), QingStorTarget.of(dated, settings).signedPath(), query);
        return with(dated, "Authorization", QingStorSign.SCHEME + key.accessKey() + ":" + QingStorSign.signature(key.secretKey(), text));
    }

    @Override
    protected String operation(HttpCall call) {
        return QingStorOperation.of(call.head(), QingStorQueries.of(call.head()), QingStorTarget.of(call.head(), settings).object()).name();
    }
}
