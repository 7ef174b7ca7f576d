package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.UploadException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of one entry of a {@link JdbcJournal}. Every write is one transaction that begins by renewing the lease under its fencing
 * number: that locks the row, so nobody takes it over before the commit, and finds no row when somebody has.
 */
final class JdbcLease implements UploadJournal.Lease {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcLease.class);

    private final JdbcJournal journal;
    private final long fence;
    private final String id;
    private JournalEntry entry;
    private volatile boolean lost;
    private volatile boolean closed;

    JdbcLease(JdbcJournal journal, JournalEntry entry, long fence) {
        this.journal = journal;
        this.entry = entry;
        this.fence = fence;
        this.id = JdbcTables.id(entry.key());
    }

    private interface Write {
        void run(Connection connection) throws SQLException;
    }

    @Override
    public synchronized JournalEntry entry() {
        return entry;
    }

    /** Returns whether the lease was still there. */
    private boolean guarded(Write write) throws SQLException {
        boolean held = journal.transaction(connection -> {
            boolean mine = JdbcTables.run(connection, "UPDATE chunkupload_upload SET leased_until = ? WHERE id = ? AND fence = ?",
                journal.leaseEnd(), id, fence) == 1;
            if (mine) {
                write.run(connection);
            }
            return mine;
        });
        lost |= !held;
        return held;
    }

    private void write(Write write) {
        try {
            if (!guarded(write)) {
                throw lost();
            }
        } catch (SQLException e) {
            throw JdbcJournal.unusable(e);
        }
    }

    private UploadException lost() {
        return UploadException.of(Failure.CANCELLED, "Another process has taken over the upload of " + entry.key().object()
            + ", because this one stood still for too long");
    }

    void renew() throws SQLException {
        if (!closed && !lost && !guarded(connection -> { }) && !closed) {
            LOG.warn("{}", lost().getMessage());
        }
    }

    @Override
    public synchronized void opened(Admission.Open admission, long partSize, String tag,
            Optional<KeyVerifier> customerKey, Checksums sums) {
        JournalEntry next = entry.opened(admission, partSize, tag, customerKey, sums, journal.clock().instant());
        write(connection -> {
            JdbcTables.update(connection, next);
            JdbcTables.run(connection, "DELETE FROM chunkupload_part WHERE id = ?", id);
        });
        entry = next;
    }

    @Override
    public void confirmed(ConfirmedPart part) {
        if (closed) {
            return;
        }
        try {
            if (lost || !guarded(connection -> JdbcTables.put(connection, id, part))) {
                throw lost();
            }
        } catch (SQLException e) {
            LOG.warn("A confirmed part could not be written to the upload journal; the store's list will tell it", e);
        }
    }

    @Override
    public synchronized void adopted(List<ConfirmedPart> parts) {
        write(connection -> {
            JdbcTables.run(connection, "DELETE FROM chunkupload_part WHERE id = ?", id);
            for (ConfirmedPart part : parts) {
                JdbcTables.put(connection, id, part);
            }
        });
        entry = entry.withOnly(parts);
    }

    @Override
    public void completing() {
        move(JournalEntry.Phase.COMPLETING);
    }

    @Override
    public void aborting() {
        move(JournalEntry.Phase.ABORTING);
    }

    private synchronized void move(JournalEntry.Phase phase) {
        write(connection -> JdbcTables.run(connection, "UPDATE chunkupload_upload SET phase = ? WHERE id = ?", phase.name(), id));
        entry = entry.with(phase);
    }

    /** Who lost the lease has nothing to forget: the upload is the other's, who will find that it is over. */
    @Override
    public synchronized void forget() {
        JournalEntry fresh = JournalEntry.fresh(entry.key(), entry.hint());
        try {
            guarded(connection -> {
                JdbcTables.update(connection, fresh);
                JdbcTables.run(connection, "DELETE FROM chunkupload_part WHERE id = ?", id);
            });
        } catch (SQLException e) {
            throw JdbcJournal.unusable(e);
        }
        entry = fresh;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        journal.closed(this);
        try {
            journal.transaction(connection -> {
                JdbcTables.run(connection, "DELETE FROM chunkupload_upload WHERE id = ? AND fence = ? AND phase = 'NEW'", id, fence);
                return JdbcTables.run(connection, "UPDATE chunkupload_upload SET leased_until = 0 WHERE id = ? AND fence = ?", id, fence);
            });
        } catch (SQLException e) {
            LOG.warn("The lease of an upload could not be given back; it runs out by itself: {}", e.getMessage());
        }
    }
}
