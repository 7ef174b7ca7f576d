package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.KeyVerifier;
import java.util.List;
import java.util.Optional;

/** Remembers nothing. */
final class NoLease implements UploadJournal.Lease {

    @Override
    public JournalEntry entry() {
        return JournalEntry.NONE;
    }

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public void opened(Admission.Open admission, long partSize, String tag, Optional<KeyVerifier> customerKey, Checksums sums) {
        // nothing to remember
    }

    @Override
    public void confirmed(ConfirmedPart part) {
        // nothing to remember
    }

    @Override
    public void adopted(List<ConfirmedPart> parts) {
        // nothing to remember
    }

    @Override
    public void completing() {
        // nothing to remember
    }

    @Override
    public void aborting() {
        // nothing to remember
    }

    @Override
    public void forget() {
        // nothing to remember
    }

    @Override
    public void close() {
        // nothing is held
    }
}
