package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final byte[] bytes = TransferTestBase.bytes(1000);

    private ConfirmedPart part(int index, int offset, int length, String etag) {
        Hashing hashing = new Hashing(Set.of(Digest.CRC64));
        hashing.update(bytes, offset, length);
        return new ConfirmedPart(new PartSlot(index, offset, length), etag, hashing.finish(), Proof.CRC64);
    }

    private static void refused(Ledger ledger, ConfirmedPart part) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> ledger.confirm(part));
    }

    @Test
    void partsInAnyOrderGiveTheChecksumOfTheWhole() {
        for (int seed = 0; seed < 50; seed++) {
            List<ConfirmedPart> parts = new ArrayList<>();
            Random random = new Random(seed);
            for (int offset = 0; offset < 1000;) {
                int length = Math.min(1000 - offset, 1 + random.nextInt(200));
                parts.add(part(parts.size(), offset, length, "e" + parts.size()));
                offset += length;
            }
            Collections.shuffle(parts, random);
            Ledger ledger = new Ledger(OptionalLong.of(1000));
            parts.forEach(ledger::confirm);
            assertThat(ledger.isWhole()).isTrue();
            assertThat(ledger.whole()).isEqualTo(part(0, 0, 1000, "").sums());
            assertThat(ledger.receipts()).extracting(r -> r.slot().index()).isEqualTo(IntStream.range(0, parts.size()).boxed().toList());
        }
    }

    @Test
    void gapsAreNamed() {
        Ledger ledger = new Ledger(OptionalLong.of(1000));
        ledger.confirm(part(1, 100, 100, ""));
        ledger.confirm(part(3, 300, 100, ""));
        assertThat(ledger.gaps()).hasToString("[100 bytes from 0, 100 bytes from 200, 600 bytes from 400]");
        assertThat(ledger.isWhole()).isFalse();
        assertThat(ledger.whole()).isEqualTo(Checksums.NONE);
    }

    @Test
    void aRetriedPartCountsOnceAndItsLaterEtagIsTheOneToCompleteWith() {
        Ledger ledger = new Ledger(OptionalLong.of(100));
        assertThat(ledger.confirm(part(0, 0, 100, "first"))).isTrue();
        assertThat(ledger.confirm(part(0, 0, 100, "second"))).isFalse();
        assertThat(ledger.receipts()).extracting(PartReceipt::etag).containsExactly("second");
        assertThat(ledger.bytes()).isEqualTo(100);
    }

    @Test
    void overlapsAndPartsOutsideAreRefused() {
        Ledger ledger = new Ledger(OptionalLong.of(300));
        ledger.confirm(part(1, 100, 100, ""));
        refused(ledger, part(0, 0, 101, ""));
        refused(ledger, part(1, 100, 50, ""));
        refused(ledger, part(2, 150, 100, ""));
        refused(ledger, part(2, 200, 101, ""));
        refused(ledger, part(0, 50, 200, ""));
        assertThat(ledger.bytes()).isEqualTo(100);
    }

    @Test
    void anotherUploadOfTheSameObjectBeginsAnewAndWhatTheStoreHadBeforeIsNotMissed() {
        Ledger ledger = new Ledger(OptionalLong.of(300));
        ledger.confirm(part(2, 200, 100, ""));
        ledger.restart(200);
        assertThat(ledger.bytes()).isEqualTo(200);
        assertThat(ledger.confirm(part(1, 100, 100, ""))).as("was missing").isFalse();
        assertThat(ledger.has(part(1, 100, 100, "").slot())).isTrue();
        refused(ledger, part(1, 150, 100, ""));
        assertThat(ledger.gaps()).hasToString("[100 bytes from 200]");
    }

    @Test
    void aStreamIsWholeOnlyWhenItsEndIsKnown() {
        Ledger ledger = new Ledger(OptionalLong.empty());
        ledger.confirm(part(0, 0, 100, ""));
        assertThat(ledger.gaps()).hasToString("[from byte 100]");
        ledger.endsAt(100);
        assertThat(ledger.isWhole()).isTrue();
    }

    @Test
    void anEmptyObjectNeedsItsOneEmptyPart() {
        Ledger ledger = new Ledger(OptionalLong.of(0));
        assertThat(ledger.isWhole()).isFalse();
        ledger.confirm(part(0, 0, 0, ""));
        assertThat(ledger.isWhole()).isTrue();
    }

    @Test
    void aWithdrawnPartIsAGapAgain() {
        Ledger ledger = new Ledger(OptionalLong.of(200));
        ledger.confirm(part(0, 0, 100, ""));
        ledger.confirm(part(1, 100, 100, ""));
        ledger.withdraw(new PartSlot(0, 0, 100));
        assertThat(ledger.gaps()).hasToString("[100 bytes from 0]");
        assertThat(ledger.bytes()).isEqualTo(100);
    }

    @Test
    void receiptsInOrderAreALedger() {
        Ledger ledger = Ledger.of(List.of(part(0, 0, 400, "a").receipt(), PartReceipt.of(PartSlot.numbered(5, 600), "b",
            part(5, 400, 600, "").sums())));
        assertThat(ledger.isWhole()).isTrue();
        assertThat(ledger.whole()).isEqualTo(part(0, 0, 1000, "").sums());
    }

    @Test
    void manyThreadsLoseNoPart() {
        Ledger ledger = new Ledger(OptionalLong.of(1000));
        IntStream.range(0, 3000).parallel().forEach(i -> ledger.confirm(part(i % 1000, i % 1000, 1, "")));
        assertThat(ledger.isWhole()).isTrue();
        assertThat(ledger.bytes()).isEqualTo(1000);
        assertThat(ledger.parts()).hasSize(1000);
    }
}
