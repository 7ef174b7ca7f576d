package io.github.chunkupload.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The locks of a journal directory: one byte of one file for each entry, so that no lock ever hangs on a file that is deleted. Within a
 * process one channel serves all journals of a directory, because closing a second one would release the locks of the first.
 */
final class JournalLocks implements AutoCloseable {

    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private final Path file;
    private final Shared shared;
    private boolean closed;

    private static final class Shared {

        private final FileChannel channel;
        private final Set<Long> held = new HashSet<>();
        private int users;

        Shared(FileChannel channel) {
            this.channel = channel;
        }
    }

    private JournalLocks(Path file, Shared shared) {
        this.file = file;
        this.shared = shared;
    }

    static JournalLocks open(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve("journal.lock");
        synchronized (OPEN) {
            Shared shared = OPEN.get(file);
            if (shared == null) {
                shared = new Shared(PrivateFiles.open(file));
                OPEN.put(file, shared);
            }
            shared.users++;
            return new JournalLocks(file, shared);
        }
    }

    /** Takes the lock {@code position}; empty: this or another process has it. */
    Optional<AutoCloseable> take(long position) throws IOException {
        synchronized (OPEN) {
            if (!shared.held.add(position)) {
                return Optional.empty();
            }
            FileLock lock = null;
            try {
                lock = shared.channel.tryLock(position, 1, false);
            } finally {
                if (lock == null) {
                    shared.held.remove(position);
                }
            }
            FileLock taken = lock;
            return taken == null ? Optional.empty() : Optional.of(() -> release(position, taken));
        }
    }

    private void release(long position, FileLock lock) throws IOException {
        synchronized (OPEN) {
            if (shared.held.remove(position) && lock.isValid()) {
                lock.release();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (!closed) {
                closed = true;
                shared.users--;
                if (shared.users == 0) {
                    OPEN.remove(file);
                    shared.channel.close();
                }
            }
        }
    }
}
