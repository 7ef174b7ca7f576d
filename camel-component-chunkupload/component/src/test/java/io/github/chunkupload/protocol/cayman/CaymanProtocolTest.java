package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.protocol.qingstor.QingStorProtocol;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol as a gateway and a user's options see it. */
class CaymanProtocolTest {

    private final Protocol protocol = new CaymanProtocol();

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/cayman/store/object/create", "POST /api/v2/core/object/finish",
        "POST /api/cayman/storage/object/write", "POST /api/cluster/storage/file/write",
        "GET /api/cayman/store/object/download?bucket=b&objectid=a%2Fb",
        "POST /api/cayman/store/bucket/list", "POST /api/cayman/log/upload", "POST /api/sw/file/write", "POST /api/sw/login/login",
        "POST /upload/finish", "GET /preview/getImage?fileid=x&token=y"})
    void isSurerOfItsRequestsThanTheOthers(String request) {
        HttpHead head = head(request, Headers.NONE);
        assertThat(protocol.recognises(head)).isPositive()
            .isGreaterThan(new CosProtocol().recognises(head))
            .isGreaterThan(new CdcsProtocol().recognises(head))
            .isGreaterThan(new QingStorProtocol().recognises(head));
    }

    @Test
    void leavesTheRequestsOfOthersToThem() {
        assertThat(protocol.recognises(head("POST /bucket/api/cayman/store/object/create", Headers.NONE))).isZero();
        Headers cos = Headers.of("Authorization", "q-sign-algorithm=sha1");
        assertThat(protocol.recognises(head("PUT /key?partNumber=1&uploadId=2", cos))).isZero();
        assertThat(protocol.recognises(head("POST /any", Headers.of("Authorization", "DATATOM a:b")))).isEqualTo(95);
    }

    @ParameterizedTest
    @CsvSource({"GET /api/cayman/store/object/download?bucket=b&objectid=a, b", "POST /api/cayman/store/object/write, ''",
        "GET /api/cayman/store/object/download?bucket=%zz, ''"})
    void findsTheBucketInTheHeadOrNotAtAll(String request, String bucket) {
        assertThat(protocol.bucket(head(request, Headers.NONE), settings(Map.of()))).isEqualTo(bucket);
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        for (Map<String, String> options : Set.of(Map.of("blockMemory", "4194304"), Map.of("blockMemory", "much"),
            Map.of("tokenHours", "0"), Map.of("signature", "none"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> protocol.server(caller -> null, settings(options)));
        }
    }

    @Test
    void refusesBucketsThatAreNoNames() {
        protocol.checkBucket("bucket-z");
        for (String bucket : Set.of("", ".", "..", "a/b", "a b", "x".repeat(256))) {
            assertThatExceptionOfType(UploadException.class).isThrownBy(() -> protocol.checkBucket(bucket))
                .matches(e -> e.kind() == Failure.INVALID_BUCKET);
        }
    }

    @Test
    void tellsBusyClientsWhenToComeBackAndNothingOfWhatIsInside() throws Exception {
        HttpHead head = head("POST /api/cayman/store/object/write", Headers.NONE);
        try (HttpReply busy = protocol.refuse(head, UploadException.of(Failure.BUSY, "Too many requests at once"));
                HttpReply broken = protocol.refuse(head, UploadException.of(Failure.INTERNAL, "/secret/path"))) {
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.header("Retry-After")).hasValue("1");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.text(1000)).contains("\"code\":\t500").doesNotContain("secret");
        }
    }

    private static HttpHead head(String request, Headers headers) {
        return new HttpHead(request.split(" ")[0], "h", request.split(" ")[1], headers);
    }

    private static ServerSettings settings(Map<String, String> options) {
        return new ServerSettings(CredentialSource.of(), false, Set.of(), "", Set.of(), "", options, OptionalLong.empty(),
            Clock.systemUTC());
    }
}
