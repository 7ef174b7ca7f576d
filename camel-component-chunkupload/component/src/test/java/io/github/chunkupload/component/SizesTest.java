package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({"8MB,8388608", "8MiB,8388608", "8m,8388608", "8 mb,8388608", "1KB,1024", "5GB,5368709120", "5TB,5497558138880", "0,0",
        "1234,1234", "1234B,1234"})
    void sizesAreCountedInPowersOf1024AndBareNumbersInBytes(String text, long bytes) {
        assertThat(Sizes.parse("partSize", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1", "1.5MB", "8XB", "8iB", "1 2", "9999999999999TB", "99999999999999999999"})
    void whatIsNoSizeIsRefusedByTheNameOfItsOption(String text) {
        assertThatThrownBy(() -> Sizes.parse("partSize", text)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("partSize=" + text + " is not a size");
    }
}
