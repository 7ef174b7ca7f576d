package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CosSliceErrorTest {

    /** Told by the status, by a near-synonym, or never sent by a server. */
    private static final Set<Failure> WITHOUT_A_CODE = EnumSet.of(Failure.INVALID_RANGE, Failure.PRECONDITION_FAILED,
        Failure.STORAGE_FULL, Failure.UPLOAD_OPEN, Failure.INVALID_PART_ORDER, Failure.INVALID_METADATA,
        Failure.CUSTOMER_KEY_REQUIRED, Failure.CUSTOMER_KEY_MISMATCH, Failure.TOKEN_EXPIRED,
        Failure.KEY_SERVICE, Failure.CORRUPT, Failure.CONNECTION, Failure.PROTOCOL, Failure.SOURCE_CHANGED, Failure.SOURCE_UNREADABLE,
        Failure.OUTCOME_UNKNOWN, Failure.UNPROVED, Failure.CANCELLED);

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aKindComesBackFromItsCodeWhereverThereIsOne(Failure kind) {
        boolean same = CosSliceError.coded(CosSliceError.of(kind).code()).filter(error -> error.kind() == kind).isPresent();

        assertThat(same).as("%s → %s", kind, CosSliceError.of(kind)).isEqualTo(!WITHOUT_A_CODE.contains(kind));
    }

    @Test
    void noCodeIsThereTwice() {
        assertThat(Arrays.stream(CosSliceError.values()).map(CosSliceError::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(CosSliceError.values()).map(CosSliceError::word)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"-177, ALREADY_EXISTS, GIVE_UP", "-197, NO_SUCH_OBJECT, GIVE_UP", "-166, NO_SUCH_OBJECT, GIVE_UP",
        "-5983, NO_SUCH_UPLOAD, RESTART_UPLOAD", "-290, NO_SUCH_UPLOAD, RESTART_UPLOAD", "-4019, NO_SUCH_UPLOAD, RESTART_UPLOAD",
        "-4026, NO_SUCH_UPLOAD, RESTART_UPLOAD", "-4016, DIGEST_MISMATCH, RESTART_UPLOAD", "-174, DIGEST_MISMATCH, RESTART_UPLOAD",
        "-5984, DIGEST_MISMATCH, RESEND_PART", "-71, BUSY, BACK_OFF", "-152, UNAVAILABLE, BACK_OFF", "-4024, BUSY, BACK_OFF",
        "-5997, UNAVAILABLE, BACK_OFF", "-97, SIGNATURE_MISMATCH, GIVE_UP", "-96, EXPIRED, FIX_CLOCK", "-77, FORBIDDEN, GIVE_UP"})
    void aCodeSaysWhatToDo(int code, Failure kind, Remedy remedy) {
        CosSliceError error = CosSliceError.coded(code).orElseThrow();

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.remedy()).isEqualTo(remedy);
    }

    @Test
    void keepsAProtocolCodeOnlyWhereItMeansTheSame() {
        UploadException same = UploadException.builder(Failure.FORBIDDEN, "x").protocolCode("-77").build();
        UploadException foreign = UploadException.builder(Failure.CONFLICT, "x").protocolCode("-77").build();

        assertThat(CosSliceError.of(same)).isEqualTo(CosSliceError.SINGLE_USE_AGAIN);
        assertThat(CosSliceError.of(foreign)).isEqualTo(CosSliceError.PATH_CONFLICT);
    }
}
