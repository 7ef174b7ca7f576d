package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartPlanTest {

    private static final long MIB = 1L << 20;
    private static final UploadRef UPLOAD = new UploadRef(new ObjectRef("bucket", "key"), "id");
    private static final Admission.Open FREE = Admission.open(UPLOAD);
    private static final StoreTraits COS_LIKE = Traits.numbered(MIB, 5L << 30, 10_000, 1);

    @Test
    void coversEverySizeExactlyWithoutGapOrOverlap() {
        SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < 3000; i++) {
            long size = random.nextLong(1L << random.nextInt(1, 44));
            int maxParts = random.nextInt(1, 12) == 1 ? random.nextInt(1, 50) : 10_000;
            long alignment = 1L << random.nextInt(0, 17);
            StoreTraits traits = Traits.numbered(0, 1L << 45, maxParts, alignment);
            long wanted = random.nextLong(1, 64 * MIB);
            PartPlan plan = PartPlan.of(OptionalLong.of(size), wanted, traits, FREE);
            assertThat(plan.parts()).isLessThanOrEqualTo(maxParts);
            assertThat(plan.partSize()).isGreaterThanOrEqualTo(Math.min(wanted, traits.maxPart()));
            assertCovers(plan, 0, size, alignment);
        }
    }

    @Test
    void theLastBytesOfABodyThatDividesBadlyAreSent() {
        StoreTraits traits = Traits.numbered(0, Long.MAX_VALUE / 2, 10_000, 1);
        for (long rest : new long[] {1, 4_999, 9_999}) {
            long size = 100_000L * 10_000 + rest;
            assertCovers(PartPlan.of(OptionalLong.of(size), 100_000, traits, FREE), 0, size, 1);
        }
    }

    @Test
    void knowsTheEdgesOfAPart() {
        assertThat(lengths(0, 10)).containsExactly(0L);
        assertThat(lengths(1, 10)).containsExactly(1L);
        assertThat(lengths(10, 10)).containsExactly(10L);
        assertThat(lengths(11, 10)).containsExactly(10L, 1L);
        assertThat(lengths(30, 10)).containsExactly(10L, 10L, 10L);
    }

    @Test
    void partSizeGrowsSoThatTenThousandPartsAreEnough() {
        PartPlan plan = PartPlan.of(OptionalLong.of(PartPlan.REACH), 8 * MIB, COS_LIKE, FREE);
        assertThat(plan.parts()).isLessThanOrEqualTo(10_000);
        assertThat(plan.partSize()).isEqualTo(525 * MIB);
        assertCovers(plan, 0, PartPlan.REACH, 1);
    }

    @Test
    void anObjectThatCanNeverFitIsRefusedByName() {
        assertFails(Failure.TOO_LARGE, () -> PartPlan.of(OptionalLong.of(10_000 * (5L << 30) + 1), MIB, COS_LIKE, FREE));
        Admission.Open fixed = new Admission.Open(UPLOAD, MIB, false, 0);
        assertFails(Failure.TOO_LARGE, () -> PartPlan.of(OptionalLong.of(10_000 * MIB + 1), MIB, COS_LIKE, fixed));
    }

    @Test
    void aPartSizeOutsideTheLimitsIsRefusedByName() {
        assertFails(Failure.INVALID_ARGUMENT, () -> PartPlan.of(OptionalLong.of(1), MIB - 1, COS_LIKE, FREE));
        assertFails(Failure.INVALID_ARGUMENT, () -> PartPlan.of(OptionalLong.of(1), (5L << 30) + 1, COS_LIKE, FREE));
        assertThat(PartPlan.defaultPartSize(Traits.numbered(16 * MIB, 32 * MIB, 10, 1))).isEqualTo(16 * MIB);
        assertThat(PartPlan.defaultPartSize(Traits.numbered(0, 4 * MIB, 10, 1))).isEqualTo(4 * MIB);
    }

    @Test
    void thePartSizeOfTheStoreOverrulesOurs() {
        PartPlan plan = PartPlan.of(OptionalLong.of(10), 7, Traits.numbered(0, 100, 10, 1), new Admission.Open(UPLOAD, 4, true, 0));
        assertThat(plan).extracting(PartSlot::length).containsExactly(4L, 4L, 2L);
    }

    @Test
    void beginsBehindWhatTheStoreHasAlready() {
        StoreTraits byOffset = Traits.of(Addressing.OFFSET, 0, 100, 1000, 1);
        Admission.Open had = new Admission.Open(UPLOAD, 0, true, 13);
        assertCovers(PartPlan.of(OptionalLong.of(40), 10, byOffset, had), 13, 40, 1);
        Admission.Open sliced = new Admission.Open(UPLOAD, 5, true, 13);
        PartPlan slices = PartPlan.of(OptionalLong.of(40), 10, byOffset, sliced);
        assertCovers(slices, 10, 40, 5);
        assertThat(slices.slot(2)).isEqualTo(new PartSlot(2, 10, 5));
        assertThat(PartPlan.of(OptionalLong.of(13), 10, byOffset, had)).isEmpty();
        assertThat(PartPlan.of(OptionalLong.of(13), 10, byOffset, sliced)).isEmpty();
    }

    @Test
    void aStreamOfUnknownLengthReachesFiveTebibytesInTenThousandParts() {
        for (long first : new long[] {MIB, 5 * MIB, 8 * MIB, 8 * MIB + 4096, 600 * MIB, 5L << 30}) {
            PartPlan plan = PartPlan.of(OptionalLong.empty(), first, COS_LIKE, FREE);
            long end = 0;
            long before = 0;
            for (PartSlot slot : plan) {
                assertThat(slot.offset()).isEqualTo(end);
                assertThat(slot.length()).isBetween(Math.max(first, before), 5L << 30);
                end += slot.length();
                before = slot.length();
            }
            assertThat(plan.parts()).isEqualTo(10_000);
            assertThat(plan.slot(0).length()).isEqualTo(first);
            assertThat(end).isGreaterThanOrEqualTo(PartPlan.REACH);
            assertThat(plan.contains(10_000)).isFalse();
        }
    }

    @Test
    void theFirstPartsOfAStreamStaySmallAsLongAsTheyCan() {
        PartPlan plan = PartPlan.of(OptionalLong.empty(), 8 * MIB, COS_LIKE, FREE);
        assertThat(plan.slot(999).length()).isEqualTo(8 * MIB);
        assertThat(plan.slot(3000).length()).isLessThanOrEqualTo(64 * MIB);
    }

    @Test
    void aStoreWithoutALimitOfPartsNeedsNoGrowth() {
        PartPlan plan = PartPlan.of(OptionalLong.empty(), MIB, Traits.numbered(0, 5L << 30, Integer.MAX_VALUE, 1), FREE);
        assertThat(plan.slot(1_000_000)).isEqualTo(new PartSlot(1_000_000, 1_000_000 * MIB, MIB));
    }

    private static List<Long> lengths(long size, long part) {
        List<Long> lengths = new ArrayList<>();
        PartPlan.of(OptionalLong.of(size), part, Traits.numbered(0, 100, 10_000, 1), FREE).forEach(slot -> lengths.add(slot.length()));
        return lengths;
    }

    private static void assertCovers(PartPlan plan, long start, long size, long alignment) {
        long end = start;
        int count = 0;
        int index = plan.parts() == 0 ? 0 : plan.iterator().next().index();
        for (PartSlot slot : plan) {
            if (slot.offset() != end || slot.offset() % alignment != 0 && start == 0 || slot.index() != index + count
                || slot.length() == 0 && size > 0) {
                assertThat(slot).as("slot %d of %s for %d bytes", count, plan, size).isNull();
            }
            end += slot.length();
            count++;
        }
        assertThat(end).as("%s for %d bytes", plan, size).isEqualTo(size);
        assertThat(count).isEqualTo(plan.parts());
    }

    private static void assertFails(Failure kind, Runnable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call::run).satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
