package io.github.chunkupload.protocol.cos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CosErrorTest {

    /** COS says AccessDenied for both; the others happen on our side of a connection only. */
    private static final Set<Failure> WITHOUT_A_WORD = EnumSet.of(Failure.UNAUTHENTICATED, Failure.CORRUPT, Failure.CONNECTION,
        Failure.PROTOCOL, Failure.SOURCE_CHANGED, Failure.SOURCE_UNREADABLE, Failure.OUTCOME_UNKNOWN, Failure.UNPROVED,
        Failure.CANCELLED);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aKindComesBackFromItsCodeWhereverCosHasAWordForIt(Failure kind) {
        CosError sent = CosError.of(kind);
        String message = kind == Failure.EXPIRED ? CosError.EXPIRED_MESSAGE : "whatever";
        Failure received = CosError.named(sent.code(), message).orElseThrow().kind();

        assertThat(received == kind).as("%s → %s → %s", kind, sent.code(), received).isEqualTo(!WITHOUT_A_WORD.contains(kind));
    }

    @ParameterizedTest
    @EnumSource(CosError.class)
    void everyCodeIsFoundByItsName(CosError error) {
        boolean expired = error == CosError.REQUEST_HAS_EXPIRED;
        assertThat(CosError.named(error.code(), expired ? "Request has expired" : "")).hasValue(error);
    }

    @Test
    void anExpiredSignatureIsKnownByCodeOrMessage() {
        assertThat(CosError.named("Request has expired", "")).hasValue(CosError.REQUEST_HAS_EXPIRED);
        assertThat(CosError.named("AccessDenied", "Request has expired")).hasValue(CosError.REQUEST_HAS_EXPIRED);
        assertThat(CosError.named("AccessDenied", "no")).hasValue(CosError.ACCESS_DENIED);
    }

    @Test
    void keepsAProtocolCodeOnlyWhereItMeansTheSame() {
        UploadException same = UploadException.builder(Failure.INVALID_KEY, "x").protocolCode("KeyTooLong").build();
        UploadException foreign = UploadException.builder(Failure.CONFLICT, "x").protocolCode("NoSuchKey").build();

        assertThat(CosError.of(same)).isEqualTo(CosError.KEY_TOO_LONG);
        assertThat(CosError.of(foreign)).isEqualTo(CosError.UPLOAD_CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({"UNSUPPORTED, NotImplemented, 501", "FORBIDDEN, AccessDenied, 403", "UNAUTHENTICATED, AccessDenied, 403",
        "EXPIRED, AccessDenied, 403", "DIGEST_MISMATCH, BadDigest, 400", "INVALID_KEY, InvalidObjectName, 400",
        "CONFLICT, UploadConflict, 409", "ALREADY_EXISTS, FileAlreadyExists, 409", "NO_SUCH_OBJECT, NoSuchKey, 404",
        "INVALID_ARGUMENT, InvalidArgument, 400", "INCOMPLETE_BODY, IncompleteBody, 400", "MALFORMED, MalformedXML, 400",
        "BUSY, SlowDown, 503", "PENDING, DeliveryPending, 503", "KEY_SERVICE, KmsInternalException, 500",
        "CONNECTION, ServiceUnavailable, 503", "CORRUPT, InternalError, 500", "STORAGE_FULL, StorageFull, 507"})
    void ourServerSendsTheUsualCodeOfAKind(Failure kind, String code, int status) {
        assertThat(CosError.of(kind).code()).isEqualTo(code);
        assertThat(CosError.of(kind).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"404, NO_SUCH_UPLOAD", "403, FORBIDDEN", "409, CONFLICT", "412, PRECONDITION_FAILED", "413, TOO_LARGE", "429, BUSY",
        "500, INTERNAL", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, UNAVAILABLE", "301, PROTOCOL", "418, PROTOCOL"})
    void aBareStatusMeansSomethingToo(int status, Failure kind) {
        assertThat(Replies.kind(status, Failure.NO_SUCH_UPLOAD)).isEqualTo(kind);
    }
}
