package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.fuzz.Draft;
import io.github.chunkupload.fuzz.Parted;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests of {@code cos}. */
public final class CosFuzz extends Parted {

    private static final String COPY_PART = "COPY_PART";

    private final ServerSettings settings = settings(CredentialSource.of(), Clock.systemUTC());

    /** Makes a dialect that remembers nothing yet. */
    public CosFuzz() {
        super(new CosProtocol(), Map.of(), "uploadId", "partNumber", 1, Pattern.compile("<UploadId>([^<]+)"));
    }

    @Override
    protected List<String> operations() {
        return Stream.concat(Stream.of(CosOperation.values()).map(Enum::name), Stream.of(COPY_PART)).toList();
    }

    @Override
    protected Draft draft(String operation, Random random) {
        if (!operation.equals(COPY_PART)) {
            return super.draft(operation, random);
        }
        if (!isMade() || !isOpen()) {
            return super.draft(isMade() ? "INITIATE" : "PUT_OBJECT", random);
        }
        return copiedPart(CosHeaders.COPY_SOURCE, "127.0.0.1/" + BUCKET + "/" + Percent.encode(object(random), "/"), open(random));
    }

    @Override
    protected String order(Open upload) {
        return upload.parts().entrySet().stream().map(part -> "<Part><PartNumber>" + part.getKey() + "</PartNumber><ETag>" + part.getValue()
            + "</ETag></Part>").collect(Collectors.joining("", "<CompleteMultipartUpload>", "</CompleteMultipartUpload>"));
    }

    @Override
    protected HttpHead signed(HttpHead head, Credentials key, Instant now) {
        return with(head, "Authorization", new QSignSigner(key, CosHeaders.PREFIX, Clock.fixed(now, ZoneOffset.UTC))
            .sign(head, Duration.ofMinutes(10)).authorization());
    }

    @Override
    protected String operation(HttpCall call) {
        ObjectRef object = CosHosts.asksForBuckets(call.head(), settings) ? new ObjectRef("", "")
            : CosHosts.locator(settings).locate(call.head());
        CosOperation operation = CosOperation.of(call.head(), object);
        return operation == CosOperation.PUT_PART && call.head().headers().has(CosHeaders.COPY_SOURCE) ? COPY_PART : operation.name();
    }
}
