package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A journal that lasts as long as the process: a redelivered exchange resumes, a restart does not. */
public final class MemoryJournal implements UploadJournal {

    private final List<Held> held = new ArrayList<>();

    @Override
    public synchronized Lease lease(Key key, String hint) {
        Held found = held.stream().filter(h -> h.entry.key().matches(key)).findFirst().orElse(null);
        if (found == null) {
            found = new Held(JournalEntry.fresh(key, hint));
            held.add(found);
        } else if (found.leased) {
            throw UploadException.of(Failure.UPLOAD_OPEN, "Another transfer is uploading the same source to " + key.object());
        }
        found.leased = true;
        return new MemoryLease(found);
    }

    @Override
    public List<JournalEntry> entries(String endpoint, ObjectRef object) {
        return entries().stream().filter(e -> e.key().endpoint().equals(endpoint) && e.key().object().equals(object)).toList();
    }

    @Override
    public synchronized List<JournalEntry> entries() {
        return held.stream().map(Held::snapshot).filter(e -> e.phase() != JournalEntry.Phase.NEW).toList();
    }

    @Override
    public void close() {
        // memory needs no closing
    }

    private static final class Held {

        private final Map<Integer, ConfirmedPart> parts = new TreeMap<>();
        private JournalEntry entry;
        private boolean leased;

        Held(JournalEntry entry) {
            this.entry = entry;
        }

        JournalEntry snapshot() {
            return entry.with(parts.values());
        }
    }

    private final class MemoryLease implements Lease {

        private final Held mine;
        private boolean closed;

        MemoryLease(Held mine) {
            this.mine = mine;
        }

        @Override
        public JournalEntry entry() {
            synchronized (MemoryJournal.this) {
                return mine.snapshot();
            }
        }

        @Override
        public void opened(Admission.Open admission, long partSize, String tag, Optional<KeyVerifier> customerKey, Checksums sums) {
            synchronized (MemoryJournal.this) {
                mine.parts.clear();
                mine.entry = mine.entry.opened(admission, partSize, tag, customerKey, sums, Instant.now());
            }
        }

        @Override
        public void confirmed(ConfirmedPart part) {
            synchronized (MemoryJournal.this) {
                if (!closed) {
                    mine.parts.put(part.slot().index(), part);
                }
            }
        }

        @Override
        public void adopted(List<ConfirmedPart> parts) {
            synchronized (MemoryJournal.this) {
                mine.parts.clear();
                parts.forEach(part -> mine.parts.put(part.slot().index(), part));
            }
        }

        @Override
        public void completing() {
            move(JournalEntry.Phase.COMPLETING);
        }

        @Override
        public void aborting() {
            move(JournalEntry.Phase.ABORTING);
        }

        private void move(JournalEntry.Phase phase) {
            synchronized (MemoryJournal.this) {
                mine.entry = mine.entry.with(phase);
            }
        }

        @Override
        public void forget() {
            synchronized (MemoryJournal.this) {
                mine.parts.clear();
                mine.entry = JournalEntry.fresh(mine.entry.key(), mine.entry.hint());
            }
        }

        @Override
        public void close() {
            synchronized (MemoryJournal.this) {
                if (!closed) {
                    closed = true;
                    mine.leased = false;
                    held.removeIf(h -> h == mine && mine.entry.phase() == JournalEntry.Phase.NEW);
                }
            }
        }
    }
}
