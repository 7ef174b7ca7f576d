package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QingStorProtocolTest {

    private final QingStorProtocol protocol = new QingStorProtocol();
    private final ServerSettings settings = QingStorFixture.serverSettings(false, Set.of());

    @ParameterizedTest
    @CsvSource({"Authorization, QS AK:SIG, h, /b/k, 95", "x-qs-date, now, h, /b/k, 95", "X, y, mybucket.pek3a.qingstor.com, /k, 95",
        "X, y, h, /b/k?access_key_id=a&expires=1&signature=s, 80", "X, y, h, /b/k?upload_id=1&part_number=0, 30",
        "X, y, h, /b/k?uploads, 5", "X, y, h, /b/k, 0", "Authorization, q-sign-algorithm=sha1&q-ak=x, h, /b/k?uploads, 5",
        "X, y, h, /b/k?a=%zz, 0", "X, y, notqingstor.com, /b/k, 0"})
    void saysHowSureItIs(String name, String value, String host, String target, int sure) {
        assertThat(protocol.recognises(new HttpHead("PUT", host, target, Headers.of(name, value)))).isEqualTo(sure);
    }

    @ParameterizedTest
    @CsvSource({"https://pek3a.qingstor.com, VIRTUAL", "http://127.0.0.1:9000, PATH", "http://stor.example.com, PATH"})
    void namesTheBucketInTheHostOfTheVendorOnly(URI endpoint, Addressing addressing) {
        assertThat(protocol.addressing(endpoint)).isEqualTo(addressing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "Upper-case", "-dashes", "dashes-", "a_b_c_d", "dot.dot.dot"})
    void refusesWhatIsNoNameOfABucket(String bucket) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> protocol.checkBucket(bucket))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.INVALID_BUCKET));
    }

    @Test
    void takesNamesOfSixToSixtyThreeCharacters() {
        protocol.checkBucket("a23456");
        protocol.checkBucket("a".repeat(63));
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> protocol.checkBucket("a".repeat(64)));
    }

    @ParameterizedTest
    @CsvSource({"mybucket.sh1a.qingstor.com, /k, mybucket", "h, /mybucket/k, mybucket", "h, /other/k, fallback", "h, /%zz, fallback"})
    void tellsTheBucketOfARequestElseTheDefault(String host, String target, String bucket) {
        assertThat(protocol.bucket(head(host, target), settings.withDefaultBucket("fallback"))).isEqualTo(bucket);
    }

    @Test
    void refusesForTheGatewayInItsOwnForm() throws Exception {
        HttpReply reply = protocol.refuse(head("h", "/mybucket/k"), UploadException.of(Failure.BUSY, "Too many requests in work"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).hasValue("1");
        assertThat(reply.text(1000)).contains("too_many_requests");
    }

    private static HttpHead head(String host, String target) {
        return new HttpHead("PUT", host, target, Headers.NONE);
    }
}
