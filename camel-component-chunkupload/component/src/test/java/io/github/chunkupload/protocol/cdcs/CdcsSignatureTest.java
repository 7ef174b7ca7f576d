package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.KEY;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD_ID;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The test vectors: identical to those of the COS Java SDK 5.6.265 ({@code COSSigner}), whose algorithm CDCS uses. The signature printed on
 * the vendor's page is that of another request.
 */
class CdcsSignatureTest {

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
        HttpHead head = new HttpHead(method, "cdcs.ap-tianjin.myqcloud.com", target, headers);
        Duration life = Duration.between(clock.instant(), Instant.ofEpochSecond(end));
        QSign sign = new QSignSigner(KEY, CdcsHeaders.PREFIX, clock).sign(head, life);

        assertThat(sign.authorization()).isEqualTo("q-sign-algorithm=sha1&q-ak=AKIDEXAMPLEKEY&q-sign-time=" + start + ";" + end
            + "&q-key-time=" + start + ";" + end + "&q-header-list=" + names + "&q-url-param-list=" + parameters
            + "&q-signature=" + signature);
        QSignVerifier verifier = new QSignVerifier(new ServerSettings(CredentialSource.of(KEY), false, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), clock), CdcsHeaders.TOKEN);
        Headers signed = headers.with("Authorization", sign.authorization());
        assertThat(verifier.authenticate(call(method, target, signed)).accessKey()).isEqualTo("AKIDEXAMPLEKEY");
        failure(Failure.SIGNATURE_MISMATCH, () -> verifier.authenticate(call(method, target.replace("coffer-125", "coffer-126"), signed)));
    }

    private static HttpCall call(String method, String target, Headers headers) {
        return new HttpCall(new HttpHead(method, "cdcs.ap-tianjin.myqcloud.com", target, headers), Body.EMPTY, "peer");
    }
}
