package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import org.junit.jupiter.api.Test;

/** The rules by themselves, also for protocols that there are not. */
class RelayFitTest {

    private static final StoreTraits NUMBERS = StoreTraits.by(Addressing.NUMBER).minPart(1 << 20).build();
    private static final StoreTraits SLICES = StoreTraits.by(Addressing.OFFSET).alignment(1 << 19).maxPart(3 << 20).sizeFirst(true)
        .instant(Digest.SHA1).build();
    private static final StoreTraits BLOCKS = StoreTraits.by(Addressing.OFFSET).maxPart(4 << 20).build();

    private static String refusal(StoreTraits near, StoreTraits far) {
        return RelayFit.refusal(near, far).orElse("");
    }

    @Test
    void likeGoesToLike() {
        assertThat(refusal(NUMBERS, NUMBERS)).isEmpty();
        assertThat(refusal(SLICES, SLICES)).isEmpty();
        assertThat(refusal(BLOCKS, BLOCKS)).isEmpty();
    }

    @Test
    void slicesHaveNumbersAndOffsetsAndBlocksHaveOffsetsOnly() {
        assertThat(refusal(SLICES, NUMBERS)).isEmpty();
        assertThat(refusal(SLICES, BLOCKS)).isEmpty();
        assertThat(refusal(BLOCKS, NUMBERS)).contains("have no number");
        assertThat(refusal(NUMBERS, BLOCKS)).contains("by their offset");
    }

    @Test
    void whatTheStoreMustKnowFirstHasToBeToldByTheProtocol() {
        StoreTraits sized = NUMBERS.toBuilder().sizeFirst(true).build();
        assertThat(refusal(NUMBERS, sized)).contains("must know the size first");
        assertThat(refusal(sized, sized)).isEmpty();

        StoreTraits digested = BLOCKS.toBuilder().digestFirst(Digest.SHA1).build();
        assertThat(refusal(BLOCKS, digested)).contains("must know a checksum");
        assertThat(refusal(digested, digested)).isEmpty();
        assertThat(refusal(SLICES, digested)).as("slices may tell it").isEmpty();
    }

    @Test
    void partsThatCanNeverBeLargeEnoughAreRefused() {
        assertThat(refusal(SLICES, NUMBERS.toBuilder().minPart(4 << 20).build())).contains("smaller than the least part");
        assertThat(refusal(SLICES, NUMBERS.toBuilder().minPart(3 << 20).build())).isEmpty();
    }
}
