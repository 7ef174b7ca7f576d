package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.fuzz.Draft;
import io.github.chunkupload.fuzz.Parted;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.protocol.ServerSettings;
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

/** Requests of {@code cdcs}. */
public final class CdcsFuzz extends Parted {

    private final ServerSettings settings = settings(CredentialSource.of(), Clock.systemUTC());

    /** Makes a dialect that remembers nothing yet. */
    public CdcsFuzz() {
        super(new CdcsProtocol(), Map.of(), "uploadId", "partNumber", 1, Pattern.compile("UploadId[\">:\\s]+([^\"<]+)"));
    }

    @Override
    protected List<String> operations() {
        return Stream.of(CdcsOperation.values()).map(Enum::name).toList();
    }

    @Override
    protected Draft draft(String operation, Random random) {
        Draft draft = super.draft(operation, random);
        return random.nextInt(3) > 0 ? draft : draft.header("Accept", random.nextBoolean() ? "application/xml" : "application/json");
    }

    @Override
    protected String order(Open upload) {
        return upload.parts().entrySet().stream().map(part -> "{\"PartNumber\":" + part.getKey() + ",\"ETag\":\"" + part.getValue() + "\"}")
            .collect(Collectors.joining(",", "{\"Part\":[", "]}"));
    }

    @Override
    protected HttpHead signed(HttpHead head, Credentials key, Instant now) {
        return with(head, "Authorization", new QSignSigner(key, CdcsHeaders.PREFIX, Clock.fixed(now, ZoneOffset.UTC))
            .sign(head, Duration.ofMinutes(10)).authorization());
    }

    @Override
    protected String operation(HttpCall call) {
        return CdcsOperation.of(call.head(), CdcsNames.locate(call.head(), settings)).name();
    }
}
