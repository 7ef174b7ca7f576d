package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.UploadJournal.Key;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal has to do. */
abstract class JournalContract {

    static final ObjectRef OBJECT = new ObjectRef("bucket-1250000000", "a/键 with ~*.bin");
    static final SourceIdentity SOURCE = new SourceIdentity(4711, 1_000_000_001, 2_000_000_002, "(dev=1,ino=2)");
    static final Key KEY = new Key("https://cos.example", OBJECT, SOURCE);
    static final Admission.Open OPEN = new Admission.Open(new UploadRef(OBJECT, "upload-1"), 0, true, 7);
    static final Checksums SUMS = Checksums.of(Digest.SHA1, "0123456789".repeat(4));

    static final KeyVerifier SECRET = KeyVerifier.of(new CustomerKey(new byte[32]));

    UploadJournal journal;

    /** Opens the journal, with what was in it. */
    abstract UploadJournal open() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        journal = open();
    }

    @AfterEach
    final void close() {
        journal.close();
    }

    /** As a process that starts again would see it. */
    final UploadJournal again() throws Exception {
        journal.close();
        journal = open();
        return journal;
    }

    static ConfirmedPart part(int index) {
        Checksums sums = Checksums.of(Digest.CRC64, "18446744073709551615").with(Digest.MD5, "0".repeat(32));
        return new ConfirmedPart(new PartSlot(index, index * 10L, 10), "\"etag\" " + index, sums, Proof.CRC64);
    }

    final Lease begun() {
        Lease lease = journal.lease(KEY, "/inbox/a.bin");
        lease.opened(OPEN, 10, "tag-1", Optional.of(SECRET), SUMS);
        return lease;
    }

    @Test
    void remembersAnUploadAndItsParts() throws Exception {
        try (Lease lease = begun()) {
            IntStream.range(0, 300).parallel().forEach(i -> lease.confirmed(part(i)));
            lease.completing();
        }
        try (Lease lease = again().lease(KEY, "/elsewhere/a.bin")) {
            JournalEntry entry = lease.entry();
            assertThat(entry.key()).isEqualTo(KEY);
            assertThat(entry.admission()).isEqualTo(OPEN);
            assertThat(entry.partSize()).isEqualTo(10);
            assertThat(entry.tag()).isEqualTo("tag-1");
            assertThat(entry.customerKey()).contains(SECRET);
            assertThat(entry.hint()).isEqualTo("/inbox/a.bin");
            assertThat(entry.sums()).isEqualTo(SUMS);
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.COMPLETING);
            assertThat(entry.parts().values()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 300)
                .mapToObj(JournalContract::part).toList());
        }
    }

    @Test
    void goesOnWithExactlyThePartsThatWereFound() throws Exception {
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
            lease.confirmed(part(1));
            lease.adopted(List.of(part(1)));
            lease.confirmed(part(2));
        }
        try (Lease lease = again().lease(KEY, "")) {
            assertThat(lease.entry().parts()).containsOnlyKeys(1, 2);
        }
    }

    @Test
    void forgetsWhatIsOver() throws Exception {
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
            lease.forget();
            lease.confirmed(part(1));
            assertThat(lease.entry().phase()).isEqualTo(JournalEntry.Phase.NEW);
        }
        assertThat(again().entries()).isEmpty();
    }

    @Test
    void nobodyElseDrivesALeasedEntry() throws Exception {
        Lease lease = begun();
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> journal.lease(KEY, ""))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.UPLOAD_OPEN));
        journal.lease(new Key("https://other.example", OBJECT, SOURCE), "").close();
        lease.close();
        lease.close();
        journal.lease(KEY, "").close();
    }

    @Test
    void aRenameLeadsToTheSameEntryAndAnotherVersionToAnother() throws Exception {
        begun().close();
        SourceIdentity renamed = new SourceIdentity(SOURCE.size(), SOURCE.modified(), 99, SOURCE.fileKey());
        SourceIdentity edited = new SourceIdentity(SOURCE.size(), SOURCE.modified() + 1, SOURCE.changed(), SOURCE.fileKey());
        try (Lease lease = journal.lease(new Key(KEY.endpoint(), OBJECT, renamed), "");
                Lease other = journal.lease(new Key(KEY.endpoint(), OBJECT, edited), "")) {
            assertThat(lease.entry().upload().uploadId()).isEqualTo("upload-1");
            assertThat(other.entry().phase()).isEqualTo(JournalEntry.Phase.NEW);
        }
        assertThat(journal.entries(KEY.endpoint(), OBJECT)).hasSize(1);
        assertThat(journal.entries("https://other.example", OBJECT)).isEmpty();
    }

    @Test
    void remembersThatAnUploadIsToBeAborted() throws Exception {
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
            lease.aborting();
        }
        assertThat(again().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.ABORTING);
            assertThat(entry.upload().uploadId()).isEqualTo("upload-1");
        });
    }

    @Test
    void anEntryThatIsBegunAnewForgetsTheEarlierUpload() throws Exception {
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
            lease.opened(new Admission.Open(new UploadRef(OBJECT, "upload-2"), 5, false, 0), 5, "", Optional.empty(), Checksums.NONE);
            lease.confirmed(part(3));
            lease.confirmed(part(3));
        }
        try (Lease lease = again().lease(KEY, "")) {
            assertThat(lease.entry().upload().uploadId()).isEqualTo("upload-2");
            assertThat(lease.entry().tag()).isEmpty();
            assertThat(lease.entry().parts()).containsOnlyKeys(3);
        }
    }
}
