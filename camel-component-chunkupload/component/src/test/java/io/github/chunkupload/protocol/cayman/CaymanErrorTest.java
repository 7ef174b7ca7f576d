package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words for failures and the signature. */
class CaymanErrorTest {

    @ParameterizedTest
    @EnumSource
    void aKindComesBackFromTheWire(CaymanError error) {
        assertThat(CaymanError.meaning(CaymanError.of(UploadException.of(error.kind(), "x")).word())).hasValue(error.kind());
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureHasACodeThatIsNoSuccess(Failure kind) {
        CaymanError error = CaymanError.of(UploadException.of(kind, "at byte 12004200"));
        assertThat(CaymanJson.error(error, "at byte 12004200")).doesNotContain("200");
    }

    @Test
    void signsWithTheKeyAlone() {
        assertThat(CaymanSign.signature("DATATOMtestkey0001", "cayman-secret-0001"))
            .isEqualTo("NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==");
        String vendors = "RTlGNjU3N0EyOTM2RkMyRkQxQTAzQkUyN0FBQUJEM0VDMjRBQ0Y0MA==";
        assertThat(new String(Base64.getDecoder().decode(vendors), StandardCharsets.US_ASCII)).matches("[0-9A-F]{40}");
    }
}
