package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static io.github.chunkupload.protocol.cos.CosFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosProtocolTest {

    private final CosProtocol cos = new CosProtocol();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        b-1250000000.cos.ap-beijing.myqcloud.com | /k | Authorization | q-sign-algorithm=sha1&q-ak=a | 95
        127.0.0.1:9000 | /k | Authorization | q-sign-algorithm=sha1&q-ak=a | 60
        127.0.0.1:9000 | /k?sign=q-sign-algorithm%3Dsha1 | X | y | 60
        127.0.0.1:9000 | /k?q-sign-algorithm=sha1 | x-cos-meta-a | 1 | 95
        127.0.0.1:9000 | /k?x-cos-security-token=t | X | y | 35
        b-1250000000.cos.ap-beijing.tencentcos.cn | /k | X | y | 35
        127.0.0.1:9000 | /k?uploads | X | y | 10
        127.0.0.1:9000 | /k?uploadId=1 | X | y | 10
        127.0.0.1:9000 | /k | Authorization | Bearer x | 0
        127.0.0.1:9000 | /k?sign=YWJj | X | y | 0
        127.0.0.1:9000 | /k?a=%zz | Authorization | q-sign-algorithm=sha1 | 0
        """)
    void isNeverCertainWithoutItsOwnMarks(String authority, String target, String header, String value, int sureness) {
        assertThat(cos.recognises(new HttpHead("PUT", authority, target, Headers.of(header, value)))).isEqualTo(sureness);
    }

    @ParameterizedTest
    @CsvSource({"https://cos.ap-beijing.myqcloud.com, VIRTUAL", "https://cos.ap-beijing.tencentcos.cn, VIRTUAL",
        "https://b-1250000000.cos.ap-beijing.myqcloud.com, BUCKETLESS", "http://127.0.0.1:9000, PATH", "http://cos.example.com, PATH"})
    void choosesWhereTheBucketStands(URI endpoint, Addressing addressing) {
        assertThat(cos.addressing(endpoint)).isEqualTo(addressing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "under_score", "-a", "a-", "a.b", "a/b",
        "b23456789012345678901234567890123456789012345678901234567890abcd"})
    void refusesWhatIsNoBucket(String bucket) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> cos.checkBucket(bucket))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.INVALID_BUCKET));
    }

    @Test
    void takesABucketWithAnApplicationId() {
        cos.checkBucket(BUCKET);
        assertThat(cos.bucket(new HttpHead("GET", BUCKET + ".cos.ap-beijing.myqcloud.com", "/k", Headers.NONE),
            CosFixture.serverSettings(KEY))).isEqualTo(BUCKET);
    }

    @Test
    void refusesALayoutItDoesNotKnow() {
        ClientSettings settings = CosFixture.clientSettings(URI.create("http://h"), Addressing.PATH, KEY, Map.of("presign", "neither"));

        assertThatIllegalArgumentException().isThrownBy(() -> cos.client(null, settings)).withMessageContaining("fields or sign");
        assertThat(cos.options()).extracting(option -> option.name()).containsExactly("presign");
    }

    @Test
    void isFoundByItsName() throws Exception {
        Properties service = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/META-INF/services/org/apache/camel/chunkupload/cos")) {
            service.load(in);
        }
        assertThat(Class.forName(service.getProperty("class")).getDeclaredConstructor().newInstance()).isInstanceOf(CosProtocol.class);
        assertThat(cos.name()).isEqualTo("cos");
    }

    @Test
    void refusesInItsOwnFormWhatNeverReachedTheHandler() throws Exception {
        UploadException busy = UploadException.builder(Failure.BUSY, "Too many").retryAfter(Duration.ofSeconds(3)).requestId("id").build();
        HttpReply reply = cos.refuse(new HttpHead("PUT", "h", "/k", Headers.NONE), busy);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).hasValue("3");
        assertThat(reply.header("x-cos-request-id")).hasValue("id");
        assertThat(Xml.parse(reply.text(10_000).getBytes(StandardCharsets.UTF_8)).value("RequestId")).isEqualTo("id");
        assertThat(cos.refuse(new HttpHead("HEAD", "h", "/k", Headers.NONE), busy).body().length()).isZero();
    }

    @Test
    void tellsNothingOfWhatIsInside() throws Exception {
        UploadException inside = UploadException.of(Failure.INTERNAL, "/var/secret/path failed");
        String text = cos.refuse(new HttpHead("PUT", "h", "/k", Headers.NONE), inside).text(10_000);

        assertThat(text).contains("InternalError").doesNotContain("secret");
    }
}
