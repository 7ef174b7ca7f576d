package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.JournalEntry;
import io.github.chunkupload.transfer.UploadJournal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journals of one component: one for each directory, open as long as a producer needs it. Thread-safe. */
final class Journals {

    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);

    private final CamelContext context;
    private final Map<Path, Shared> open = new HashMap<>();

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
     * Opens a journal, or joins those who have it open.
     *
     * @param directory where; null or empty: the default
     */
    synchronized UploadJournal open(String directory) {
        Path path = (OptionChecks.isSet(directory) ? Path.of(directory) : byDefault()).toAbsolutePath().normalize();
        Shared shared = open.computeIfAbsent(path, where -> {
            LOG.info("Uploads under way are written down in {}", where);
            return new Shared(FileJournal.open(where));
        });
        shared.users++;
        return new Share(path, shared);
    }

    private Path byDefault() {
        String karaf = System.getProperty("karaf.data");
        return OptionChecks.isSet(karaf) ? Path.of(karaf, "chunkupload") : Path.of(".chunkupload", context.getName());
    }

    private synchronized void release(Path path, Shared shared) {
        shared.users--;
        if (shared.users == 0) {
            open.remove(path);
            shared.journal.close();
        }
    }

    private final class Share implements UploadJournal {

        private final Path path;
        private final Shared shared;
        private boolean closed;

        Share(Path path, Shared shared) {
            this.path = path;
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
                release(path, shared);
            }
        }
    }
}
