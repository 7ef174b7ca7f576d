package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QingStorErrorTest {

    /**
     * QingStor has one word for "not allowed" and no tokens, and a customer's key that is missing or wrong is an argument, a request or a
     * right like others; the rest happens on our side of a connection only.
     */
    private static final Set<Failure> WITHOUT_A_WORD = EnumSet.of(Failure.UNAUTHENTICATED, Failure.TOKEN_EXPIRED, Failure.KEY_SERVICE,
        Failure.CUSTOMER_KEY_REQUIRED, Failure.CUSTOMER_KEY_MISMATCH, Failure.CORRUPT, Failure.CONNECTION, Failure.PROTOCOL,
        Failure.SOURCE_CHANGED, Failure.SOURCE_UNREADABLE, Failure.OUTCOME_UNKNOWN, Failure.UNPROVED, Failure.CANCELLED);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aKindComesBackFromItsCodeWhereverThereIsAWordForIt(Failure kind) {
        QingStorError sent = QingStorError.of(kind);
        Failure received = QingStorError.named(sent.code()).orElseThrow().kind();

        assertThat(received == kind).as("%s → %s → %s", kind, sent.code(), received).isEqualTo(!WITHOUT_A_WORD.contains(kind));
    }

    @ParameterizedTest
    @CsvSource({"GET, CUSTOMER_KEY_REQUIRED, 400, invalid_request", "GET, CUSTOMER_KEY_MISMATCH, 403, permission_denied",
        "HEAD, CUSTOMER_KEY_MISMATCH, 403, ''", "PUT, CUSTOMER_KEY_REQUIRED, 400, invalid_argument",
        "PUT, CUSTOMER_KEY_MISMATCH, 400, invalid_argument", "POST, CUSTOMER_KEY_MISMATCH, 400, invalid_argument"})
    void aFailureOfACustomersKeyHasTheCodeOfItsOperationAndAHeaderThatTellsItApart(String method, Failure kind, int status, String code) {
        HttpHead head = new HttpHead(method, "h", "/mybucket/k", Headers.NONE);
        HttpReply reply = QingStorRefusals.reply(head, UploadException.of(kind, "x"), "id");
        UploadException understood = new QingStorFailures(Clock.systemUTC()).of(reply,
            QingStorCall.of(method, QingStorFixture.OBJECT, Query.NONE));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(understood.protocolCode()).isEqualTo(code);
        assertThat(understood.kind()).isEqualTo(kind);
    }

    @Test
    void noOtherFailureIsTakenFromTheHeader() {
        HttpReply reply = HttpReply.of(404, Headers.of("x-chunkupload-failure", "PENDING"));

        assertThat(new QingStorFailures(Clock.systemUTC()).of(reply, QingStorCall.of("GET", QingStorFixture.OBJECT, Query.NONE)).kind())
            .isEqualTo(Failure.NO_SUCH_OBJECT);
    }

    @ParameterizedTest
    @EnumSource(QingStorError.class)
    void everyCodeIsFoundByItsName(QingStorError error) {
        assertThat(QingStorError.named(error.code())).hasValue(error);
    }

    @ParameterizedTest
    @CsvSource({"upload_not_exists, 404", "invalid_access_key_id, 401", "signature_not_matched, 401", "request_expired, 403",
        "permission_denied, 403", "entity_too_small, 400", "bad_digest, 400", "invalid_range, 416", "method_not_allowed, 405",
        "bucket_already_exists, 409", "service_unavailable, 503", "delinquent_account, 402", "fetch_throttled, 429"})
    void aCodeComesWithItsStatus(String code, int status) {
        assertThat(QingStorError.named(code).orElseThrow().status()).isEqualTo(status);
    }

    @Test
    void keepsAProtocolCodeOnlyWhereItMeansTheSame() {
        UploadException same = UploadException.builder(Failure.INVALID_ARGUMENT, "x").protocolCode("invalid_request").build();
        UploadException foreign = UploadException.builder(Failure.CONFLICT, "x").protocolCode("object_not_exists").build();

        assertThat(QingStorError.of(same)).isEqualTo(QingStorError.INVALID_REQUEST);
        assertThat(QingStorError.of(foreign)).isEqualTo(QingStorError.UPLOAD_CONFLICT);
    }
}
