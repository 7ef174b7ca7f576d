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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-1250000000", "a/键 with ~*.bin");
    private static final SourceIdentity SOURCE = new SourceIdentity(4711, 1_000_000_001, 2_000_000_002, "(dev=1,ino=2)");
    private static final Key KEY = new Key("https://cos.example", OBJECT, SOURCE);
    private static final Admission.Open OPEN = new Admission.Open(new UploadRef(OBJECT, "upload-1"), 0, true, 7);
    private static final KeyVerifier VERIFIER = KeyVerifier.of(new CustomerKey(new byte[32]));

    @TempDir
    Path directory;

    private UploadJournal journal;

    @AfterEach
    void close() {
        journal.close();
    }

    private UploadJournal open(boolean file) {
        journal = file ? FileJournal.open(directory.resolve("journal")) : new MemoryJournal();
        return journal;
    }

    private UploadJournal again() {
        if (journal instanceof FileJournal) {
            journal.close();
            open(true);
        }
        return journal;
    }

    private static ConfirmedPart part(int index) {
        Checksums sums = Checksums.of(Digest.CRC64, "18446744073709551615").with(Digest.MD5, "0".repeat(32));
        return new ConfirmedPart(new PartSlot(index, index * 10L, 10), "\"etag\" " + index, sums, Proof.CRC64);
    }

    private Lease begun() {
        Lease lease = journal.lease(KEY, "/inbox/a.bin");
        lease.opened(OPEN, 10, "tag-1", Optional.of(VERIFIER));
        return lease;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void remembersAnUploadAndItsParts(boolean file) {
        open(file);
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
            assertThat(entry.customerKey()).contains(VERIFIER);
            assertThat(entry.hint()).isEqualTo("/inbox/a.bin");
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.COMPLETING);
            assertThat(entry.parts().values()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 300)
                .mapToObj(JournalTest::part).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnWithExactlyThePartsThatWereFound(boolean file) {
        open(file);
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forgetsWhatIsOver(boolean file) throws IOException {
        open(file);
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
            lease.forget();
            lease.confirmed(part(1));
            assertThat(lease.entry().phase()).isEqualTo(JournalEntry.Phase.NEW);
        }
        assertThat(again().entries()).isEmpty();
        if (file) {
            assertThat(files()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyElseDrivesALeasedEntry(boolean file) {
        open(file);
        Lease lease = begun();
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> journal.lease(KEY, ""))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.UPLOAD_OPEN));
        journal.lease(new Key("https://other.example", OBJECT, SOURCE), "").close();
        lease.close();
        lease.close();
        journal.lease(KEY, "").close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenameLeadsToTheSameEntryAndAnotherVersionToAnother(boolean file) {
        open(file);
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
    void twoJournalsOfOneDirectoryExcludeEachOther() {
        open(true);
        Lease lease = begun();
        try (FileJournal second = FileJournal.open(directory.resolve("journal"))) {
            assertThatExceptionOfType(UploadException.class).isThrownBy(() -> second.lease(KEY, ""));
        }
        assertThatExceptionOfType(UploadException.class).as("closing the second released nothing")
            .isThrownBy(() -> journal.lease(KEY, ""));
        lease.close();
    }

    @Test
    void anotherProcessIsKeptOut() throws Exception {
        open(true);
        Lease lease = begun();
        assertThat(leaseFromAnotherProcess()).isEqualTo("UPLOAD_OPEN");
        lease.close();
        assertThat(leaseFromAnotherProcess()).isEqualTo("upload-1");
    }

    private String leaseFromAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Leaser.class.getName(), directory.resolve("journal").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return answer;
    }

    /** The other process. */
    static final class Leaser {

        private Leaser() {
        }

        public static void main(String[] arguments) {
            try (FileJournal journal = FileJournal.open(Path.of(arguments[0])); Lease lease = journal.lease(KEY, "")) {
                System.out.println(lease.entry().upload().uploadId());
            } catch (UploadException e) {
                System.out.println(e.kind());
            }
        }
    }

    @Test
    void everyTornFileIsReadAsFarAsItIsWhole() throws IOException {
        open(true);
        try (Lease lease = begun()) {
            IntStream.range(0, 3).forEach(i -> lease.confirmed(part(i)));
        }
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        int parts = 0;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (Lease lease = journal.lease(KEY, "")) {
                int now = lease.entry().parts().size();
                assertThat(now).isBetween(parts, parts + 1);
                parts = now;
                if (lease.entry().phase() == JournalEntry.Phase.OPEN) {
                    lease.confirmed(part(9));
                }
            }
            JournalEntry entry = journal.entries().stream().findFirst().orElse(JournalEntry.NONE);
            assertThat(entry.parts().containsKey(9)).isEqualTo(entry.phase() == JournalEntry.Phase.OPEN);
        }
        assertThat(parts).isEqualTo(3);
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        open(true);
        try (Lease lease = begun()) {
            lease.confirmed(part(0));
        }
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        JournalEntry entry = journal.entries().get(0);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(file, damaged);
            assertThat(journal.entries()).allSatisfy(found -> {
                assertThat(found.upload()).isEqualTo(entry.upload());
                assertThat(entry.parts().values()).containsAll(found.parts().values());
            });
        }
    }

    @Test
    void whatFollowsADamagedFrameNeverComesBack() throws IOException {
        open(true);
        try (Lease lease = begun()) {
            IntStream.range(0, 3).forEach(i -> lease.confirmed(part(i)));
        }
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        int frame = JournalCodec.part(part(0)).length;
        bytes[bytes.length - 3 * frame + 20] ^= 1;
        Files.write(file, bytes);
        try (Lease lease = journal.lease(KEY, "")) {
            assertThat(lease.entry().parts()).isEmpty();
            lease.confirmed(part(9));
        }
        assertThat(journal.entries().get(0).parts()).containsOnlyKeys(9);
    }

    @Test
    void anInterruptNeitherStopsAWriteNorIsLost() {
        open(true);
        Lease lease = begun();
        Thread.currentThread().interrupt();
        lease.confirmed(part(0));
        lease.completing();
        assertThat(journal.entries().get(0).parts()).hasSize(1);
        lease.forget();
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void filesOfAnotherVersionAreLeftOutAndOverwritten() throws IOException {
        open(true);
        begun().close();
        Files.writeString(files().get(0), "a journal of the year 2050");
        assertThat(journal.entries()).isEmpty();
        begun().close();
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        open(true);
        begun().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("journal")))).isEqualTo("rwx------");
        for (Path file : all()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void aDirectoryThatCannotBeIsNamed() throws IOException {
        open(true);
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> FileJournal.open(file.resolve("journal")))
            .withMessageStartingWith("The upload journal cannot be used").withMessageNotContaining(directory.toString());
    }

    private List<Path> files() throws IOException {
        return all().stream().filter(f -> f.toString().endsWith(".upload")).toList();
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.toList();
        }
    }
}
