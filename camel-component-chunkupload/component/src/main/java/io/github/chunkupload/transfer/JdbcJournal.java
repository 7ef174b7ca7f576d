package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a database, for processes on several machines that may take over each other's uploads. The tables
 * {@code chunkupload_upload} and {@code chunkupload_part} are made if they are not there.
 *
 * <p>An entry is leased for {@value #LEASE_SECONDS} seconds by the clock of this machine, and the lease renewed as long as the process
 * lives; when it does not, the next process takes the entry over. Each taking gets a greater fencing number, and every write names its
 * own: who lost the lease, because it stood still for too long, writes nothing any more and never asks for complete. The clocks of the
 * machines should agree to within some seconds.
 */
public final class JdbcJournal implements UploadJournal {

    private static final int LEASE_SECONDS = 60;
    private static final Duration LEASE = Duration.ofSeconds(LEASE_SECONDS);
    private static final int RENEWALS = 3;
    private static final int ATTEMPTS = 5;
    private static final int FENCE_BITS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(JdbcJournal.class);

    private final DataSource source;
    private final InstantSource clock;
    private final Set<JdbcLease> leases = ConcurrentHashMap.newKeySet();
    private final Optional<ScheduledExecutorService> renewer;

    private JdbcJournal(DataSource source, InstantSource clock, Optional<ScheduledExecutorService> renewer) {
        this.source = source;
        this.clock = clock;
        this.renewer = renewer;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {

        T run(Connection connection) throws SQLException;
    }

    /**
     * Opens the journal of a database.
     *
     * @param source gives connections; it is not closed
     * @throws UploadException when the database cannot be used
     */
    public static JdbcJournal open(DataSource source) {
        ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chunkupload-journal");
            thread.setDaemon(true);
            return thread;
        });
        try {
            JdbcJournal journal = open(source, InstantSource.system(), Optional.of(renewer));
            long period = LEASE.toMillis() / RENEWALS;
            renewer.scheduleWithFixedDelay(journal::renew, period, period, TimeUnit.MILLISECONDS);
            return journal;
        } catch (RuntimeException e) {
            renewer.shutdownNow();
            throw e;
        }
    }

    /** Opens a journal whose leases nobody renews unless told to, by {@link #renew()}. */
    static JdbcJournal open(DataSource source, InstantSource clock) {
        return open(source, clock, Optional.empty());
    }

    private static JdbcJournal open(DataSource source, InstantSource clock, Optional<ScheduledExecutorService> renewer) {
        JdbcJournal journal = new JdbcJournal(source, clock, renewer);
        try {
            journal.createTables();
            return journal;
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private void createTables() throws SQLException {
        for (JdbcTables.Table table : JdbcTables.Table.values()) {
            if (!isThere(table)) {
                create(table);
            }
        }
    }

    private boolean isThere(JdbcTables.Table table) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return table.isThere(connection);
        }
    }

    /** Of several who make a table at once all but one fail, and find it there. */
    private void create(JdbcTables.Table table) throws SQLException {
        try (Connection connection = source.getConnection()) {
            table.create(connection);
        } catch (SQLException e) {
            if (!isThere(table)) {
                throw e;
            }
        }
    }

    /** Does {@code work} in one transaction; again, where the database asks for that because two got in each other's way. */
    <T> T transaction(Work<T> work) throws SQLException {
        for (int attempt = 1;; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                boolean rolledBack = e.getSQLState() != null && e.getSQLState().startsWith("40");
                if (!rolledBack || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(before);
            }
        }
    }

    @Override
    public Lease lease(Key key, String hint) {
        try {
            JdbcLease lease = transaction(connection -> take(connection, key, hint)).orElseThrow(() -> UploadException.of(
                Failure.UPLOAD_OPEN, "Another transfer, here or in another process, is uploading the same source to " + key.object()));
            leases.add(lease);
            return lease;
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Returns the lease; empty: somebody else has it. */
    private Optional<JdbcLease> take(Connection connection, Key key, String hint) throws SQLException {
        String id = JdbcTables.id(key);
        try (PreparedStatement select = connection.prepareStatement("SELECT fence, leased_until FROM chunkupload_upload WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return insert(connection, JournalEntry.fresh(key, hint));
                }
                return row.getLong(2) > clock.millis() ? Optional.empty() : takeOver(connection, id, row.getLong(1));
            }
        }
    }

    private Optional<JdbcLease> insert(Connection connection, JournalEntry entry) throws SQLException {
        long fence = clock.millis() << FENCE_BITS | ThreadLocalRandom.current().nextInt(1 << FENCE_BITS);
        try {
            JdbcTables.insert(connection, entry, fence, leaseEnd());
            return Optional.of(new JdbcLease(this, entry, fence));
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("23")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<JdbcLease> takeOver(Connection connection, String id, long fence) throws SQLException {
        int taken = JdbcTables.run(connection, "UPDATE chunkupload_upload SET fence = ?, leased_until = ? WHERE id = ? AND fence = ?",
            fence + 1, leaseEnd(), id, fence);
        if (taken == 0) {
            return Optional.empty();
        }
        return Optional.of(new JdbcLease(this, JdbcTables.entries(connection, "id = ?", id).get(0), fence + 1));
    }

    /** Returns when a lease runs out that is taken or renewed now, in milliseconds since 1970. */
    long leaseEnd() {
        return clock.millis() + LEASE.toMillis();
    }

    InstantSource clock() {
        return clock;
    }

    void closed(JdbcLease lease) {
        leases.remove(lease);
    }

    /** Renews all leases. */
    void renew() {
        for (JdbcLease lease : leases) {
            try {
                lease.renew();
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The lease of an upload could not be renewed; another process may take it over: {}", e.getMessage());
            }
        }
    }

    @Override
    public List<JournalEntry> entries(String endpoint, ObjectRef object) {
        return select("object_id = ? AND phase <> 'NEW'", JournalNames.object(endpoint, object)).stream()
            .filter(e -> e.key().endpoint().equals(endpoint) && e.key().object().equals(object)).toList();
    }

    @Override
    public List<JournalEntry> entries() {
        return select("phase <> 'NEW'");
    }

    private List<JournalEntry> select(String condition, String... parameters) {
        try {
            return transaction(connection -> JdbcTables.entries(connection, condition, parameters));
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Ends the renewal of leases. */
    @Override
    public void close() {
        renewer.ifPresent(ScheduledExecutorService::shutdownNow);
    }

    static UploadException unusable(SQLException e) {
        return UploadException.builder(Failure.INTERNAL, "The upload journal cannot be used: " + e.getClass().getSimpleName()
            + ", SQL state " + e.getSQLState()).remedy(Remedy.GIVE_UP).cause(e).build();
    }
}
