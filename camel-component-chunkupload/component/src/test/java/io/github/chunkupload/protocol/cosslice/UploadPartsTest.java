package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPartsTest {

    private static final String SHA = "8815f0ad1d3231f3af571be800c9979358fd56b7";
    private static final String VECTOR = "[{\"offset\":0,\"datalen\":524288,\"datasha\":\"c06e92e6fd857cbc15287b711af2cf4128ccee65\"},"
        + "{\"offset\":524288,\"datalen\":524288,\"datasha\":\"463935c7eea4ca2705d0f481ecedb31f4d0f3a96\"},"
        + "{\"offset\":1048576,\"datalen\":451424,\"datasha\":\"" + SHA + "\"}]";

    @Test
    void writesWhatTheVendorsSdkWrites() throws Exception {
        UploadParts parts = UploadParts.of(Body.of(content()), 524_288);

        assertThat(parts.json()).isEqualTo(VECTOR);
        assertThat(parts.sha()).isEqualTo(SHA);
    }

    @Test
    void provesEverySliceByItselfInAnyOrder() {
        UploadParts parts = UploadParts.parse(VECTOR, 1_500_000, SHA);
        for (int offset : new int[] {1_048_576, 0, 524_288}) {
            Body slice = slice(content(), offset, 524_288);
            assertThatCode(() -> parts.verify(offset, slice)).doesNotThrowAnyException();
        }
        assertThatCode(() -> parts.verify(0, slice(content(), 0, 1_048_576))).as("two pieces at once").doesNotThrowAnyException();
        assertThatCode(() -> parts.verify(0, slice(content(), 0, 2_000_000))).as("all of them").doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 524_287, 524_288, 1_048_575, 1_048_576, 1_499_999})
    void refusesASliceWithOneByteWrong(int wrong) {
        UploadParts parts = UploadParts.parse(VECTOR, 1_500_000, SHA);
        byte[] content = content();
        content[wrong] ^= 1;
        int offset = wrong / 524_288 * 524_288;

        UploadException failure = catchThrowableOfType(UploadException.class,
            () -> parts.verify(offset, slice(content, offset, 524_288)));
        assertThat(failure.kind()).isEqualTo(Failure.DIGEST_MISMATCH);
        assertThat(failure.protocolCode()).isEqualTo("-5984");
    }

    @Test
    void aSliceWithinAPieceCannotBeJudged() {
        UploadParts parts = UploadParts.parse(VECTOR, 1_500_000, SHA);

        assertThatCode(() -> parts.verify(0, Body.of(new byte[1000]))).doesNotThrowAnyException();
        assertThatCode(() -> parts.verify(1_499_999, Body.of(new byte[1]))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[]", "[1]", "[{\"offset\":0,\"datalen\":1500000,\"datasha\":\"xyz\"}]",
        "[{\"offset\":0,\"datalen\":1500000,\"datasha\":\"0000000000000000000000000000000000000000\"}]",
        "[{\"offset\":1,\"datalen\":1499999,\"datasha\":\"" + SHA + "\"}]",
        "[{\"offset\":0,\"datalen\":1499999,\"datasha\":\"" + SHA + "\"}]",
        "[{\"offset\":0,\"datalen\":-1,\"datasha\":\"" + SHA + "\"}]",
        "[{\"offset\":0,\"datalen\":9223372036854775807,\"datasha\":\"" + SHA + "\"}]",
        "[{\"offset\":0,\"datalen\":65,\"datasha\":\"" + SHA + "\"},{\"offset\":65,\"datalen\":1499935,\"datasha\":\"" + SHA + "\"}]",
        "[{\"offset\":0,\"datalen\":640,\"datasha\":\"" + SHA + "\"},{\"offset\":1280,\"datalen\":1498720,\"datasha\":\"" + SHA + "\"}]"})
    void refusesAListThatDoesNotMakeUpTheFile(String text) {
        UploadException failure = catchThrowableOfType(UploadException.class, () -> UploadParts.parse(text, 1_500_000, SHA));

        assertThat(failure.kind()).isEqualTo(Failure.INVALID_ARGUMENT);
        assertThat(failure.getMessage()).contains("uploadparts");
    }

    private static byte[] content() {
        byte[] bytes = new byte[1_500_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    private static Body slice(byte[] content, int offset, int length) {
        return Body.of(Arrays.copyOfRange(content, offset, Math.min(content.length, offset + length)));
    }
}
