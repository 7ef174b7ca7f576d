package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.JournalEntry.Phase;
import io.github.chunkupload.transfer.UploadJournal.Key;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads that nobody will finish: those whose abort failed, and those of sources that cannot come again, such as streams, whose process
 * died. The journal remembers them from the moment they are opened, so that they are aborted after a restart.
 */
public final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final String UNREPEATABLE = "unrepeatable ";

    private Orphans() {
    }

    /** Takes an entry for an upload whose source cannot come again: it is remembered only in order to be aborted. */
    static Lease lease(UploadJournal journal, String endpoint, ObjectRef object) {
        SourceIdentity nobody = new SourceIdentity(-1, 0, 0, UNREPEATABLE + UUID.randomUUID());
        return new OrphanLease(journal.lease(new Key(endpoint, object, nobody), ""));
    }

    /** Returns whether nobody can resume the upload of {@code entry}. */
    public static boolean isOrphan(JournalEntry entry) {
        return entry.phase() == Phase.ABORTING || entry.key().source().fileKey().startsWith(UNREPEATABLE);
    }

    /**
     * Aborts the orphans of one bucket that no transfer drives, here or in another process. One that may have become the object is let
     * be.
     *
     * @param endpoint the name of the store in the journal
     * @return how many are left, because they could not be aborted
     */
    public static int abort(ObjectStore store, String endpoint, String bucket, UploadJournal journal) {
        int left = 0;
        for (JournalEntry entry : journal.entries()) {
            boolean here = entry.key().endpoint().equals(endpoint) && entry.key().object().bucket().equals(bucket);
            if (here && isOrphan(entry) && !abort(store, journal, entry.key())) {
                left++;
            }
        }
        return left;
    }

    private static boolean abort(ObjectStore store, UploadJournal journal, Key key) {
        try (Lease lease = journal.lease(key, "")) {
            JournalEntry entry = lease.entry();
            if (entry.phase() == Phase.OPEN || entry.phase() == Phase.ABORTING) {
                abort(store, entry);
                LOG.info("An upload of {} that nobody will finish was aborted", key.object());
            }
            lease.forget();
            return true;
        } catch (UploadException e) {
            boolean driven = e.kind() == Failure.UPLOAD_OPEN;
            if (!driven) {
                LOG.warn("An upload of {} that nobody will finish could not be aborted: {}", key.object(), e.getMessage());
            }
            return driven;
        }
    }

    private static void abort(ObjectStore store, JournalEntry entry) {
        try {
            if (store.traits(entry.key().object().bucket()).aborts()) {
                store.abort(entry.upload());
            }
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD) {
                throw e;
            }
        }
    }

    /** Looks to its transfer as if nothing were remembered. */
    private record OrphanLease(Lease lease) implements Lease {

        @Override
        public JournalEntry entry() {
            return lease.entry();
        }

        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public void opened(Admission.Open admission, long partSize, String tag, Optional<KeyVerifier> customerKey, Checksums sums) {
            lease.opened(admission, partSize, tag, customerKey, sums);
        }

        @Override
        public void confirmed(ConfirmedPart part) {
            // nobody will ask for it
        }

        @Override
        public void adopted(List<ConfirmedPart> parts) {
            // nobody will ask for them
        }

        @Override
        public void completing() {
            lease.completing();
        }

        @Override
        public void aborting() {
            lease.aborting();
        }

        @Override
        public void forget() {
            lease.forget();
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
