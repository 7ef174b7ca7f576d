package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.JdbcJournal;
import io.github.chunkupload.transfer.JournalEntry;
import io.github.chunkupload.transfer.UploadJournal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journals of one component: one for each directory and each database, open as long as a producer needs it. Thread-safe. */
final class Journals {

    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);

    private final CamelContext context;
    private final Set<Path> logged = new HashSet<>();
    private final Map<Object, Shared> open = new HashMap<>();

    Journals(CamelContext context) {
        this.context = context;
    }

    private static final class Shared {

        private final UploadJournal journal;
        private int users;

        Shared(UploadJournal journal) {
            this.journal = journal;
        }
    }

    /**
     * Opens the journal that the options name, or joins those who have it open.
     *
     * @throws IllegalArgumentException when they name more than one
     */
    synchronized UploadJournal open(ChunkUploadConfiguration options) {
        UploadJournal bean = options.getJournal();
        DataSource database = options.getJournalDataSource();
        boolean directory = OptionChecks.isSet(options.getJournalDirectory());
        if (Stream.of(bean != null, database != null, directory).filter(set -> set).count() > 1) {
            throw new IllegalArgumentException("Of journal, journalDataSource and journalDirectory only one can be set");
        }
        if (bean != null) {
            return join(bean, () -> new Borrowed(bean));
        }
        if (database != null) {
            return join(database, () -> openDatabase(database));
        }
        Path chosen = directory(options);
        return join(chosen, () -> openFile(chosen));
    }

    private static UploadJournal openDatabase(DataSource database) {
        LOG.info("Uploads under way are written down in the database {}", database);
        return JdbcJournal.open(database);
    }

    private Path directory(ChunkUploadConfiguration options) {
        String chosen = options.getJournalDirectory();
        return (OptionChecks.isSet(chosen) ? Path.of(chosen) : byDefault()).toAbsolutePath().normalize();
    }

    private UploadJournal openFile(Path directory) {
        if (logged.add(directory)) {
            LOG.info("Uploads under way are written down in {}", directory);
        }
        return FileJournal.open(directory);
    }

    private UploadJournal join(Object where, Supplier<UploadJournal> opening) {
        Shared shared = open.computeIfAbsent(where, key -> new Shared(opening.get()));
        shared.users++;
        return new Share(where, shared);
    }

    private Path byDefault() {
        String karaf = System.getProperty("karaf.data");
        return OptionChecks.isSet(karaf) ? Path.of(karaf, "chunkupload") : Path.of(".chunkupload", context.getName());
    }

    /** Returns what is under way in all journals that are open. */
    List<JournalEntry> entries() {
        List<Shared> all;
        synchronized (this) {
            all = List.copyOf(open.values());
        }
        return all.stream().flatMap(shared -> shared.journal.entries().stream()).toList();
    }

    private synchronized void release(Object where, Shared shared) {
        shared.users--;
        if (shared.users == 0) {
            open.remove(where);
            shared.journal.close();
        }
    }

    /** A journal that is a bean belongs to whoever made it. */
    private record Borrowed(UploadJournal journal) implements UploadJournal {

        @Override
        public Lease lease(Key key, String hint) {
            return journal.lease(key, hint);
        }

        @Override
        public List<JournalEntry> entries(String endpoint, ObjectRef object) {
            return journal.entries(endpoint, object);
        }

        @Override
        public List<JournalEntry> entries() {
            return journal.entries();
        }

        @Override
        public void close() {
            // not ours
        }
    }

    private final class Share implements UploadJournal {

        private final Object where;
        private final Shared shared;
        private boolean closed;

        Share(Object where, Shared shared) {
            this.where = where;
            this.shared = shared;
        }

        @Override
        public Lease lease(Key key, String hint) {
            return shared.journal.lease(key, hint);
        }

        @Override
        public List<JournalEntry> entries(String endpoint, ObjectRef object) {
            return shared.journal.entries(endpoint, object);
        }

        @Override
        public List<JournalEntry> entries() {
            return shared.journal.entries();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(where, shared);
            }
        }
    }
}
