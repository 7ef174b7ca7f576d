package io.github.chunkupload.protocol.cdcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CdcsErrorTest {

    /** CDCS says AuthFailed for all that is wrong with credentials; the others happen on our side of a connection only. */
    private static final Set<Failure> WITHOUT_A_WORD = EnumSet.of(Failure.UNAUTHENTICATED, Failure.UNKNOWN_ACCESS_KEY,
        Failure.TOKEN_EXPIRED, Failure.MALFORMED, Failure.INVALID_METADATA, Failure.CORRUPT, Failure.CONNECTION, Failure.PROTOCOL,
        Failure.SOURCE_CHANGED, Failure.SOURCE_UNREADABLE, Failure.OUTCOME_UNKNOWN, Failure.UNPROVED, Failure.CANCELLED);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aKindComesBackFromItsCodeWhereverCdcsHasAWordForIt(Failure kind) {
        CdcsError sent = CdcsError.of(kind);
        String message = kind == Failure.EXPIRED ? CdcsError.EXPIRED_MESSAGE : "whatever";
        Failure received = CdcsError.named(sent.code(), message).orElseThrow().kind();

        assertThat(received == kind).as("%s → %s → %s", kind, sent.code(), received).isEqualTo(!WITHOUT_A_WORD.contains(kind));
    }

    @ParameterizedTest
    @EnumSource(CdcsError.class)
    void everyCodeIsFoundByItsName(CdcsError error) {
        boolean expired = error == CdcsError.REQUEST_HAS_EXPIRED;
        assertThat(CdcsError.named(error.code(), expired ? "Request has expired" : "")).hasValue(error);
    }

    @ParameterizedTest
    @EnumSource(value = Failure.class, names = {"UNAUTHENTICATED", "UNKNOWN_ACCESS_KEY", "TOKEN_EXPIRED", "EXPIRED", "SIGNATURE_MISMATCH"})
    void whateverIsWrongWithCredentialsIsAuthFailed(Failure kind) {
        assertThat(CdcsError.of(kind).code()).isEqualTo("AuthFailed");
        assertThat(CdcsError.of(kind).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"EntityTooSmall, 400", "ObjectEmpty, 400", "PolicyCheckFailed, 401", "CofferNotFound, 404", "ObjectNotExists, 404",
        "ObjectAlreadyExistsOwnedByYou, 409", "ObjectAlreadyUploading, 409", "KMSFailed, 409", "AssumeRoleFailed, 409",
        "DataSynchronization, 409", "InternalError, 500"})
    void comesWithTheStatusThatIsDocumented(String code, int status) {
        assertThat(CdcsError.named(code, "").orElseThrow().status()).isEqualTo(status);
    }

    @Test
    void keepsAProtocolCodeOnlyWhereItMeansTheSame() {
        UploadException same = UploadException.builder(Failure.INVALID_ARGUMENT, "x").protocolCode("ObjectEmpty").build();
        UploadException foreign = UploadException.builder(Failure.CONFLICT, "x").protocolCode("ObjectNotExists").build();

        assertThat(CdcsError.of(same)).isEqualTo(CdcsError.OBJECT_EMPTY);
        assertThat(CdcsError.of(foreign)).isEqualTo(CdcsError.ALREADY_LOCK);
    }
}
