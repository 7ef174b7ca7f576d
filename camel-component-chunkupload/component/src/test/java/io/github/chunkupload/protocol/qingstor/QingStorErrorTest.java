package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QingStorErrorTest {

    /** QingStor has one word for "not allowed" and no tokens; the others happen on our side of a connection only. */
    private static final Set<Failure> WITHOUT_A_WORD = EnumSet.of(Failure.UNAUTHENTICATED, Failure.TOKEN_EXPIRED, Failure.KEY_SERVICE,
        Failure.CORRUPT, Failure.CONNECTION, Failure.PROTOCOL, Failure.SOURCE_CHANGED, Failure.SOURCE_UNREADABLE,
        Failure.OUTCOME_UNKNOWN, Failure.UNPROVED, Failure.CANCELLED);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aKindComesBackFromItsCodeWhereverThereIsAWordForIt(Failure kind) {
        QingStorError sent = QingStorError.of(kind);
        Failure received = QingStorError.named(sent.code()).orElseThrow().kind();

        assertThat(received == kind).as("%s → %s → %s", kind, sent.code(), received).isEqualTo(!WITHOUT_A_WORD.contains(kind));
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
