package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalContract {

    @TempDir
    Path directory;

    @Override
    UploadJournal open() {
        return FileJournal.open(directory.resolve("journal"));
    }

    @Test
    void twoJournalsOfOneDirectoryExcludeEachOther() {
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
        begun().close();
        Files.writeString(files().get(0), "a journal of the year 2050");
        assertThat(journal.entries()).isEmpty();
        begun().close();
        assertThat(journal.entries()).hasSize(1);
    }

    @Test
    void aFileThatGrowsByPartsThatComeAgainIsWrittenAnew() throws IOException {
        try (Lease lease = begun()) {
            for (int i = 0; i < 10_000; i++) {
                lease.confirmed(part(i % 10));
            }
            lease.completing();
        }
        assertThat(Files.size(files().get(0))).isLessThan(100_000);
        try (Lease lease = journal.lease(KEY, "")) {
            assertThat(lease.entry().parts()).hasSize(10);
            assertThat(lease.entry().phase()).isEqualTo(JournalEntry.Phase.COMPLETING);
        }
    }

    @Test
    void aFileThatGrowsByNewPartsLosesNone() throws IOException {
        try (Lease lease = begun()) {
            IntStream.range(0, 10_000).forEach(i -> lease.confirmed(part(i)));
        }
        try (Lease lease = journal.lease(KEY, "")) {
            assertThat(lease.entry().parts()).hasSize(10_000);
        }
    }

    @Test
    void whatIsOverLeavesNoFile() throws IOException {
        try (Lease lease = begun()) {
            lease.forget();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        begun().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("journal")))).isEqualTo("rwx------");
        for (Path file : all()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void aDirectoryThatCannotBeIsNamed() throws IOException {
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
