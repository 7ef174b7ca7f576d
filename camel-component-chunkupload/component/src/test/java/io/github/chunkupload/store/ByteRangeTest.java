package io.github.chunkupload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

    @Test
    void theWholeOfAnEmptyObjectHasNoBytes() {
        assertThat(ByteRange.ALL.within(0).length()).isZero();
    }

    @Test
    void anyOtherRangeOfAnEmptyObjectIsRefused() {
        refused(new ByteRange(0, 0), 0);
        refused(new ByteRange(-1, 5), 0);
        refused(ByteRange.from(1), 0);
    }

    @Test
    void isCutToTheBytesThereAre() {
        assertThat(new ByteRange(3, 100).within(10)).isEqualTo(new ByteRange(3, 9));
        assertThat(ByteRange.ALL.within(10)).isEqualTo(new ByteRange(0, 9));
        assertThat(new ByteRange(-1, 4).within(10)).isEqualTo(new ByteRange(6, 9));
        assertThat(new ByteRange(-1, 40).within(10)).isEqualTo(new ByteRange(0, 9));
    }

    @Test
    void refusesWhatBeginsBehindTheEnd() {
        refused(ByteRange.from(10), 10);
        refused(new ByteRange(-1, 0), 10);
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(-2, 4));
    }

    private static void refused(ByteRange range, long size) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> range.within(size))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.INVALID_RANGE));
    }
}
