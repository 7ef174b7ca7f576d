package io.github.chunkupload.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one entry: append-only, and written anew when it has doubled since it was last. Not thread-safe. It is written through a
 * {@link RandomAccessFile}, because an interrupted thread would close a channel under the others.
 */
final class JournalFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

    private static final long LEAST_FULL = 64L << 10;
    private static final long FACTOR = 2;

    private final Path file;
    private final Durability durability;
    private RandomAccessFile out;
    private JournalEntry entry;
    private long full;

    private JournalFile(Path file, JournalEntry entry, Durability durability) {
        this.file = file;
        this.entry = entry;
        this.durability = durability;
    }

    /** Reads an entry as far as its file is whole, and cuts off the rest. */
    static JournalFile open(Path file, JournalEntry fresh, Durability durability) throws IOException {
        Optional<JournalCodec.Decoded> decoded = decode(file).filter(found -> found.entry().key().matches(fresh.key()));
        JournalFile opened = new JournalFile(file, decoded.map(JournalCodec.Decoded::entry).orElse(fresh), durability);
        if (decoded.isPresent()) {
            opened.out = new RandomAccessFile(file.toFile(), "rw");
            opened.out.setLength(decoded.get().length());
            opened.out.seek(decoded.get().length());
            opened.full = Math.max(LEAST_FULL, FACTOR * opened.out.length());
        }
        return opened;
    }

    /** Reads an entry; empty: there is none, or nothing of its file is of use. */
    static Optional<JournalEntry> read(Path file) {
        try {
            return decode(file).map(JournalCodec.Decoded::entry);
        } catch (IOException e) {
            LOG.warn("The journal file {} cannot be read: {}", file.getFileName(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<JournalCodec.Decoded> decode(Path file) throws IOException {
        try {
            Optional<JournalCodec.Decoded> decoded = JournalCodec.decode(Files.readAllBytes(file));
            if (decoded.isEmpty()) {
                LOG.warn("The journal file {} is torn or of another version; it is left out", file.getFileName());
            }
            return decoded;
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    JournalEntry entry() {
        return entry;
    }

    /** Writes the file anew with what it is to have, in one step. Durable. */
    void rewrite(JournalEntry next) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        PrivateFiles.open(fresh).close();
        RandomAccessFile written = new RandomAccessFile(fresh.toFile(), "rw");
        try {
            written.write(JournalCodec.begin(next));
            for (ConfirmedPart part : next.parts().values()) {
                written.write(JournalCodec.part(part));
            }
            if (next.phase() != JournalEntry.Phase.OPEN) {
                written.write(JournalCodec.phase(next.phase()));
            }
            durability.sync(fresh, written);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            durability.syncDirectory(file.getParent());
        } catch (IOException e) {
            written.close();
            throw e;
        }
        close();
        out = written;
        entry = next;
        full = Math.max(LEAST_FULL, FACTOR * written.length());
    }

    /** Adds a part; it may be lost in a crash. A file that has grown by parts that came again is written anew without the earlier ones. */
    void append(ConfirmedPart part) throws IOException {
        if (out == null) {
            return;
        }
        out.write(JournalCodec.part(part));
        if (out.length() > full) {
            rewrite(decode(file).map(JournalCodec.Decoded::entry).orElse(entry));
        }
    }

    /** Adds a phase. Durable. */
    void append(JournalEntry.Phase phase) throws IOException {
        if (out != null) {
            out.write(JournalCodec.phase(phase));
            durability.sync(file, out);
        }
    }

    /** Deletes the file. Durable. */
    void delete(JournalEntry fresh) throws IOException {
        close();
        entry = fresh;
        if (Files.deleteIfExists(file)) {
            durability.syncDirectory(file.getParent());
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
