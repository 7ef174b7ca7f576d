package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.UploadJournal.Key;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal would have if the power failed right after a call: only bytes and names that were synced. */
class JournalDurabilityTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-1250000000", "key");
    private static final Key KEY = new Key("https://cos.example", OBJECT, new SourceIdentity(30, 1, 2, "inode"));

    @TempDir
    private Path directory;

    private final Disk disk = new Disk();
    private FileJournal journal;
    private Lease lease;

    @BeforeEach
    void begin() {
        journal = FileJournal.open(directory.resolve("journal"), disk);
        lease = journal.lease(KEY, "/inbox/a");
        lease.opened(new Admission.Open(new UploadRef(OBJECT, "upload-1"), 0, false, 0), 10, "tag", Optional.empty(), Checksums.NONE);
    }

    @AfterEach
    void close() {
        lease.close();
        journal.close();
    }

    @Test
    void anUploadIsDurableBeforeItsFirstPartIsSent() throws IOException {
        assertThat(afterPowerLoss()).singleElement().satisfies(entry -> {
            assertThat(entry.upload()).isEqualTo(new UploadRef(OBJECT, "upload-1"));
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.OPEN);
        });
    }

    @Test
    void adoptedPartsAreDurable() throws IOException {
        lease.adopted(List.of(part(0), part(2)));

        assertThat(afterPowerLoss()).singleElement().satisfies(entry -> assertThat(entry.parts()).containsOnlyKeys(0, 2));
    }

    @Test
    void thatCompleteWasAskedForIsDurableBeforeItIsAsked() throws IOException {
        lease.confirmed(part(0));
        lease.completing();

        assertThat(afterPowerLoss()).singleElement().satisfies(entry -> {
            assertThat(entry.phase()).isEqualTo(JournalEntry.Phase.COMPLETING);
            assertThat(entry.parts()).containsOnlyKeys(0);
        });
    }

    @Test
    void aForgottenUploadDoesNotComeBack() throws IOException {
        lease.forget();

        assertThat(afterPowerLoss()).isEmpty();
    }

    private static ConfirmedPart part(int index) {
        return new ConfirmedPart(new PartSlot(index, index * 10L, 10), "etag", Checksums.of(Digest.CRC64, "1"), Proof.CRC64);
    }

    private List<JournalEntry> afterPowerLoss() throws IOException {
        Path found = Files.createDirectory(directory.resolve("found"));
        for (Map.Entry<String, byte[]> file : disk.durable().entrySet()) {
            Files.write(found.resolve(file.getKey()), file.getValue());
        }
        try (FileJournal next = FileJournal.open(found)) {
            return next.entries();
        }
    }

    /** Keeps, beside the real sync, what was in each file and in the directory when it was synced last. */
    private static final class Disk implements Durability {

        private final Map<Object, byte[]> bytes = new HashMap<>();
        private final Map<String, Object> names = new HashMap<>();

        @Override
        public void sync(Path file, RandomAccessFile written) throws IOException {
            Durability.SYSTEM.sync(file, written);
            bytes.put(inode(file), Files.readAllBytes(file));
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            Durability.SYSTEM.syncDirectory(directory);
            names.clear();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    names.put(file.getFileName().toString(), inode(file));
                }
            }
        }

        Map<String, byte[]> durable() {
            Map<String, byte[]> durable = new HashMap<>();
            names.forEach((name, inode) -> durable.put(name, bytes.getOrDefault(inode, new byte[0])));
            return durable;
        }

        private static Object inode(Path file) throws IOException {
            return Files.getAttribute(file, "unix:ino");
        }
    }
}
