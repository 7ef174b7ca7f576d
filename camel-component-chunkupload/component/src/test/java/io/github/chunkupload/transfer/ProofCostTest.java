package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.TransferSettings.ContentMd5;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often bytes are read and hashed until they are proved. */
class ProofCostTest extends TransferTestBase {

    /** Returns how many bytes of the file were read. */
    private long read(TransferSettings.Builder settings, Path file) {
        try (CountingSource source = new CountingSource(Source.of(file))) {
            try {
                transfer(settings).upload(UploadRequest.of(OBJECT), source);
            } catch (UploadException e) {
                assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN);
            }
            return source.read().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileIsReadOnceAndProved() throws IOException {
        Path file = file(10 * PART + 1);
        assertThat(read(settings().requireProof(true), file)).isEqualTo(10 * PART + 1);
        assertThat(read(settings().putThreshold(20 * PART).requireProof(true), file)).as("in one PUT").isEqualTo(10 * PART + 1);
        assertStored(file);
    }

    @Test
    void onlyAnMd5ThatIsAnnouncedBeforehandCostsASecondPass() {
        Path file = file(10 * PART);
        assertThat(read(settings().contentMd5(ContentMd5.ALWAYS), file)).isEqualTo(20 * PART);
    }

    @Test
    void theMd5OfTheWholeIsTakenOnceAndKeptInTheMetadata() throws IOException {
        Path file = file(10 * PART);
        String md5 = ProofRule.hash(Body.of(bytes(10 * PART)), Set.of(Digest.MD5)).get(Digest.MD5).orElseThrow();
        for (long threshold : new long[] {0, 20 * PART}) {
            assertThat(read(settings().putThreshold(threshold).objectMd5(true), file)).isEqualTo(20 * PART);
            assertThat(disk.head(OBJECT, Access.NONE).metadata().user()).containsEntry("chunkupload-md5", md5);
            assertThat(upload(transfer(settings().putThreshold(threshold).objectMd5(true)), file).receipt().sums().get(Digest.MD5))
                .contains(md5);
        }
    }

    @Test
    void anAnnouncedChecksumAndTheMd5OfTheWholeAreTakenInOnePass() throws IOException {
        Path file = file(10 * PART);
        Checksums sha1 = ProofRule.hash(Body.of(bytes(10 * PART)), Set.of(Digest.SHA1));
        try (CountingSource source = new CountingSource(Source.of(file))) {
            transfer(settings().putThreshold(20 * PART).objectMd5(true)).upload(UploadRequest.of(OBJECT).withKnown(sha1), source);
            assertThat(source.read()).hasValue(20 * PART);
        }
    }

    @ParameterizedTest
    @EnumSource(Digest.class)
    void theChecksumThatIsWantedProvesTheParts(Digest digest) throws IOException {
        store.facts(Facts.proves(Optional.of(Digest.CRC64), Optional.empty()));
        Path file = file(3 * PART);
        List<ConfirmedPart> parts = new ArrayList<>();
        store.onPart(2, first(() -> journal.entries().forEach(entry -> parts.addAll(entry.parts().values()))));
        upload(transfer(settings().parallelParts(1).checksum(digest)), file);
        assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(part.proof()).isEqualTo(Proof.by(digest)));
    }

    @Test
    void aResumeDoesNotHashAgainWhatTheStoreNeedsToKnowBeforehand() throws IOException {
        store.facts(Facts.sizeAndDigestFirst(Digest.SHA1));
        Path file = file(10 * PART);
        store.onPart(4, refuse(Failure.FORBIDDEN));
        assertThat(read(settings().parallelParts(1), file)).as("the whole, and the parts sent").isBetween(14L * PART, 15L * PART);
        restart();
        assertThat(read(settings().parallelParts(1), file)).as("the parts that were missing").isEqualTo(6 * PART);
        assertThat(store.confirmed()).containsExactly(4, 5, 6, 7, 8, 9);
        assertStored(file);
    }

    /** Returns the parts in the journal when the third one is sent. */
    private List<ConfirmedPart> journalled(TransferSettings.Builder settings, Path file) {
        List<ConfirmedPart> parts = new ArrayList<>();
        store.onPart(2, first(() -> journal.entries().forEach(entry -> parts.addAll(entry.parts().values()))));
        upload(transfer(settings.parallelParts(1)), file);
        assertThat(parts).hasSize(2);
        return parts;
    }

    @Test
    void nothingIsTakenOfPartsWhereTheWholeWasHashedBeforehandAndProvesTheObject() throws IOException {
        store.facts(Facts.provesTheWholeOnly(Digest.SHA1));
        Path file = file(3 * PART);
        assertThat(journalled(settings().contentMd5(ContentMd5.NEVER), file))
            .allSatisfy(part -> assertThat(part.sums().isEmpty()).isTrue());
        assertStored(file);
    }

    @Test
    void anMd5ThatIsWantedIsAllThatIsTakenWhereTheStoreKnowsIt() throws IOException {
        store.facts(Facts.checksMd5());
        assertThat(journalled(settings().checksum(Digest.MD5), file(3 * PART)))
            .allSatisfy(part -> assertThat(part.sums().known()).containsExactly(Digest.MD5));
        assertThat(upload(transfer(settings().checksum(Digest.MD5).requireProof(true)), file(4 * PART)).proof()).isEqualTo(Proof.MD5);
    }

    @Test
    void aDigestThatTheStoreDoesNotKnowProvesNothingSoItsOwnIsTakenToo() throws IOException {
        store.facts(Facts.checksMd5());
        assertThat(upload(transfer(settings().checksum(Digest.SHA1)), file(3 * PART)).receipt().sums().known()).contains(Digest.CRC64);
        assertThat(journalled(settings().checksum(Digest.SHA1), file(4 * PART)))
            .allSatisfy(part -> assertThat(part.sums().known()).containsExactly(Digest.CRC64, Digest.SHA1));
    }

    /** Lets the journal forget the digests of all parts but the first {@code kept}. */
    private void forget(int kept) throws IOException {
        try (var lease = journal.lease(journal.entries().get(0).key(), "")) {
            lease.adopted(lease.entry().parts().values().stream().filter(part -> part.slot().index() < kept).toList());
        }
    }

    @Test
    void aResumeHashesOnlyThePartsOfWhichTheJournalHasNoDigest() throws IOException {
        Path file = file(10 * PART);
        store.onPart(6, refuse(Failure.FORBIDDEN));
        read(settings().parallelParts(1), file);
        forget(5);
        restart();
        assertThat(read(settings().parallelParts(1), file)).as("one part hashed, four sent").isEqualTo(5 * PART);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertStored(file);
    }

    @Test
    void partsAreHashedInParallel() throws Exception {
        Path file = file(10 * PART);
        store.onPart(6, refuse(Failure.FORBIDDEN));
        read(settings().parallelParts(1), file);
        forget(4);
        restart();
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier both = new CyclicBarrier(2);
        try (CountingSource source = new CountingSource(Source.of(file), offset -> {
            begun.add(offset);
            if (offset == 4 * PART || offset == 5 * PART) {
                meet(both);
            }
        })) {
            transfer(settings().parallelParts(2)).upload(UploadRequest.of(OBJECT), source);
        }
        assertThat(begun).as("parts read").hasSize(6);
        assertStored(file);
    }

    private static void meet(CyclicBarrier other) {
        try {
            other.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("Nobody hashes the other part meanwhile", e);
        }
    }
}
