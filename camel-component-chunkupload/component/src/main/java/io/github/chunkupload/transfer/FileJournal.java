package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a directory, one append-only file for each upload under way, readable by its owner only. Any number of processes may share
 * the directory: an entry is leased by a file lock, which ends with the process. Files that a crash tore are read as far as they are
 * whole; those of another version are left out.
 */
public final class FileJournal implements UploadJournal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final String SUFFIX = ".upload";

    private final Path directory;
    private final Durability durability;
    private final JournalLocks locks;

    private FileJournal(Path directory, JournalLocks locks, Durability durability) {
        this.durability = durability;
        this.directory = directory;
        this.locks = locks;
    }

    /**
     * Opens the journal in {@code directory}, which is made if it is not there.
     *
     * @throws UploadException when the directory cannot be used
     */
    public static FileJournal open(Path directory) {
        return open(directory, Durability.SYSTEM);
    }

    static FileJournal open(Path directory, Durability durability) {
        try {
            PrivateFiles.createDirectories(directory);
            return new FileJournal(directory, JournalLocks.open(directory), durability);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public Lease lease(Key key, String hint) {
        String name = name(key);
        try {
            AutoCloseable lock = locks.take(lockOf(name)).orElseThrow(() -> UploadException.of(
                Failure.UPLOAD_OPEN, "Another transfer, here or in another process, is uploading the same source to " + key.object()));
            try {
                return new FileLease(lock, JournalFile.open(directory.resolve(name), JournalEntry.fresh(key, hint), durability));
            } catch (IOException e) {
                release(lock);
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Entries of one object have one beginning, so that they are found without reading all others. */
    private static String name(Key key) {
        return JournalNames.object(key.endpoint(), key.object()) + "-" + JournalNames.source(key) + SUFFIX;
    }

    private static long lockOf(String name) {
        return ByteBuffer.wrap(JournalNames.sha256(name)).getLong() >>> 2;
    }

    @Override
    public List<JournalEntry> entries(String endpoint, ObjectRef object) {
        return entries(JournalNames.object(endpoint, object) + "-*").stream()
            .filter(e -> e.key().endpoint().equals(endpoint) && e.key().object().equals(object)).toList();
    }

    @Override
    public List<JournalEntry> entries() {
        return entries("*");
    }

    private List<JournalEntry> entries(String names) {
        List<JournalEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names + SUFFIX)) {
            files.forEach(file -> JournalFile.read(file).ifPresent(entries::add));
        } catch (IOException e) {
            throw unwritable(e);
        }
        return entries;
    }

    @Override
    public void close() {
        try {
            locks.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            throw unwritable(e);
        }
    }

    private static UploadException unwritable(Exception e) {
        return UploadException.builder(Failure.INTERNAL, "The upload journal cannot be used: " + e.getClass().getSimpleName())
            .remedy(Remedy.GIVE_UP).cause(e).build();
    }

    private interface Write {
        void run() throws IOException;
    }

    private static final class FileLease implements Lease {

        private final AutoCloseable lock;
        private final JournalFile file;
        private boolean closed;

        FileLease(AutoCloseable lock, JournalFile file) {
            this.lock = lock;
            this.file = file;
        }

        @Override
        public synchronized JournalEntry entry() {
            return file.entry();
        }

        @Override
        public void opened(Admission.Open admission, long partSize, String tag, Optional<KeyVerifier> customerKey, Checksums sums) {
            write(() -> file.rewrite(file.entry().opened(admission, partSize, tag, customerKey, sums, Instant.now())));
        }

        @Override
        public synchronized void confirmed(ConfirmedPart part) {
            try {
                if (!closed) {
                    file.append(part);
                }
            } catch (IOException e) {
                LOG.warn("A confirmed part could not be written to the upload journal; the store's list will tell it", e);
            }
        }

        @Override
        public void adopted(List<ConfirmedPart> parts) {
            write(() -> file.rewrite(file.entry().withOnly(parts)));
        }

        @Override
        public void completing() {
            write(() -> file.append(JournalEntry.Phase.COMPLETING));
        }

        @Override
        public void aborting() {
            write(() -> file.append(JournalEntry.Phase.ABORTING));
        }

        @Override
        public void forget() {
            write(() -> file.delete(JournalEntry.fresh(file.entry().key(), file.entry().hint())));
        }

        /** An interrupt would break off the sync of the directory; it is kept for later. */
        private synchronized void write(Write write) {
            boolean interrupted = Thread.interrupted();
            try {
                write.run();
            } catch (IOException e) {
                throw unwritable(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                try {
                    file.close();
                } catch (IOException e) {
                    throw unwritable(e);
                } finally {
                    release(lock);
                }
            }
        }
    }
}
