package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.KEY;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD_ID;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.auth.COSSigner;
import com.qcloud.cos.http.HttpMethodName;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.protocol.QSignVerifier;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The test vectors: identical to those of the COS Java SDK 5.6.265 ({@code COSSigner}), whose algorithm CDCS uses. The signature printed on
 * the vendor's page is that of another request.
 */
class CdcsSignatureTest {

    private static final String HOST = "cdcs.ap-tianjin.myqcloud.com";

    static Stream<Arguments> vectors() {
        return Stream.of(
            Arguments.of("PUT", "/example-coffer-1250000000/example-file", Headers.of("Content-Length", "13")
                .with("Content-MD5", "mQ/fVh815F3k6TAUm8m0eg==").with("Content-Type", "text/plain"), 1557989151L, 1557996351L,
                "content-length;content-md5;content-type;host", "", "c356bfcf7cfa665f04ae966cd9dbc2f147720232"),
            Arguments.of("PUT", "/" + COFFER + "/dir/exampleobject?partNumber=2&uploadId=" + UPLOAD_ID,
                Headers.of("Content-Length", "10485760"), 1700000000L, 1700003600L, "content-length;host", "partnumber;uploadid",
                "76ee9063b15f83c677cc061b15fea3e3b23afc48"),
            Arguments.of("GET", "/" + COFFER + "/?uploads", Headers.NONE, 1700000000L, 1700003600L, "host", "uploads",
                "2a7a8e4a728f4b7b0208709fc9f891b8decefa80"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void signsAndAcceptsTheVectors(String method, String target, Headers headers, long start, long end, String names, String parameters,
            String signature) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(start).plus(QSignSigner.BACKDATED), ZoneOffset.UTC);
        HttpHead head = new HttpHead(method, HOST, target, headers);
        Duration life = Duration.between(clock.instant(), Instant.ofEpochSecond(end));
        QSign sign = new QSignSigner(KEY, CdcsHeaders.PREFIX, clock).sign(head, life);

        assertThat(sign.authorization()).isEqualTo("q-sign-algorithm=sha1&q-ak=AKIDEXAMPLEKEY&q-sign-time=" + start + ";" + end
            + "&q-key-time=" + start + ";" + end + "&q-header-list=" + names + "&q-url-param-list=" + parameters
            + "&q-signature=" + signature);
        QSignVerifier verifier = verifier(clock);
        Headers signed = headers.with("Authorization", sign.authorization());
        assertThat(verifier.authenticate(call(method, target, signed)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
        failure(Failure.SIGNATURE_MISMATCH, () -> verifier.authenticate(call(method, target.replace("coffer-125", "coffer-126"), signed)));
    }

    /** The vendor's own signer, which knows nothing of CDCS, signs requests that our verifier takes for it. */
    @ParameterizedTest
    @CsvSource({"PUT, /examplecoffer-1250000000/dir one/a+b~*&中.bin, partNumber=2 uploadId=1484",
        "POST, /examplecoffer-1250000000/exampleobject, uploads=", "GET, /examplecoffer-1250000000/, uploads= prefix=a/b",
        "GET, /examplecoffer-1250000000, marker=a&b max-keys=10", "DELETE, /examplecoffer-1250000000,", "GET, /,"})
    void acceptsWhatTheVendorsSignerSigns(HttpMethodName method, String path, String parameters) {
        Map<String, String> values = new TreeMap<>();
        Query query = Query.NONE;
        for (String parameter : parameters == null ? new String[0] : parameters.split(" ")) {
            String[] pair = parameter.split("=", 2);
            values.put(pair[0], pair[1]);
            query = query.with(pair[0], pair[1]);
        }
        Headers headers = Headers.of("Host", HOST).with("Content-Type", "application/json").with("x-cdcs-security-token", "t");
        Map<String, String> signed = Map.of("Host", HOST, "Content-Type", "application/json");
        Date now = new Date();
        String authorization = new COSSigner().buildAuthorizationStr(method, path, signed, values,
            new BasicCOSCredentials(KEY.accessKey(), KEY.secretKey()), now, new Date(now.getTime() + 600_000), true);
        String target = Arrays.stream(path.split("/", -1)).map(Percent::encode).collect(Collectors.joining("/"))
            + (parameters == null ? "" : "?" + query.encode());
        QSignVerifier verifier = verifier(Clock.systemUTC());

        assertThat(verifier.authenticate(call(method.name(), target, headers.with("Authorization", authorization))).accessKey())
            .isEqualTo("AKIDEXAMPLEKEY");
        failure(Failure.SIGNATURE_MISMATCH, () -> verifier.authenticate(
            call("HEAD", target, headers.with("Authorization", authorization))));
    }

    private static QSignVerifier verifier(Clock clock) {
        return new QSignVerifier(new ServerSettings(CredentialSource.of(KEY), false, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), clock), CdcsHeaders.TOKEN);
    }

    private static HttpCall call(String method, String target, Headers headers) {
        return new HttpCall(new HttpHead(method, HOST, target, headers), Body.EMPTY, "peer");
    }
}
