package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Uploads that nobody will finish are aborted, at the latest after a restart. */
class OrphansTest extends TransferTestBase {

    private int abort() {
        return Orphans.abort(store, ENDPOINT, OBJECT.bucket(), journal);
    }

    private TransferResult stream() {
        try (Source source = Source.of(new ByteArrayInputStream(bytes(5 * PART)), -1)) {
            return transfer(settings().parallelParts(1)).upload(UploadRequest.of(OBJECT), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TransferResult array() {
        try (Source source = Source.of(bytes(5 * PART))) {
            return transfer(settings().parallelParts(1)).upload(UploadRequest.of(OBJECT), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingLeft() {
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aFailedAbortIsRememberedAndTriedAgainAfterARestart() {
        store.onPart(2, refuse(Failure.FORBIDDEN)).onEvery(Call.ABORT, refuse(Failure.CONNECTION));
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().onFailure(OnFailure.ABORT)), file(5 * PART)));
        assertThat(abort()).as("still not").isEqualTo(1);
        restart();
        assertThat(abort()).isZero();
        assertNothingLeft();
    }

    @Test
    void theFailedAbortOfAStreamIsRememberedToo() {
        store.onPart(2, refuse(Failure.FORBIDDEN)).onEvery(Call.ABORT, refuse(Failure.CONNECTION));
        failure(Failure.FORBIDDEN, this::stream);
        restart();
        assertThat(abort()).isZero();
        assertNothingLeft();
    }

    @Test
    void theFailedAbortOfAnArrayIsRememberedToo() {
        store.onPart(2, refuse(Failure.FORBIDDEN)).onEvery(Call.ABORT, refuse(Failure.CONNECTION));
        failure(Failure.FORBIDDEN, this::array);
        restart();
        assertThat(abort()).isZero();
        assertNothingLeft();
    }

    @Test
    void aStreamIsInTheJournalWhileItIsSentAndNobodyElseAbortsIt() {
        store.onPart(2, first(() -> {
            assertThat(journal.entries()).hasSize(1);
            assertThat(abort()).isZero();
            assertThat(openUploads()).hasSize(1);
        }));
        stream();
        assertNothingLeft();
    }

    @Test
    void theUploadOfAStreamWhoseProcessDiedIsAborted() {
        Admission.Open open = (Admission.Open) store.initiate(UploadRequest.of(OBJECT));
        try (Lease lease = Orphans.lease(journal, ENDPOINT, OBJECT)) {
            lease.opened(open, PART, "", Optional.empty(), Checksums.NONE);
        }
        restart();
        assertThat(abort()).isZero();
        assertNothingLeft();
    }

    @Test
    void anUploadThatCanBeResumedIsNoOrphan() {
        store.onPart(2, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(), file(5 * PART)));
        assertThat(abort()).isZero();
        assertThat(openUploads()).hasSize(1);
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void aStreamWhoseCompleteIsUnknownIsNeverAborted() {
        store.onEvery(Call.COMPLETE, refuse(Failure.CONNECTION));
        failure(Failure.OUTCOME_UNKNOWN, this::stream);
        restart();
        assertThat(abort()).isZero();
        assertThat(store.calls(Call.ABORT)).isZero();
        assertThat(openUploads()).hasSize(1);
    }

    @Test
    void otherBucketsAndStoresAreLetBe() {
        store.onPart(2, refuse(Failure.FORBIDDEN)).onEvery(Call.ABORT, refuse(Failure.CONNECTION));
        failure(Failure.FORBIDDEN, this::stream);
        restart();
        assertThat(Orphans.abort(store, ENDPOINT, "other", journal)).isZero();
        assertThat(Orphans.abort(store, "http://other.example", OBJECT.bucket(), journal)).isZero();
        assertThat(store.calls(Call.ABORT)).isZero();
    }
}
