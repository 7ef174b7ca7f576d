package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a journal remembers of one upload.
 *
 * @param key its name, with the source as it was when the upload began
 * @param hint where the source was found then
 * @param phase how far it is
 * @param admission what the store answered when it was opened; its upload id is meaningless in {@link Phase#NEW}
 * @param partSize how the body is cut, in bytes
 * @param tag our mark in the metadata of the object
 * @param customerKey what is kept of the customer's key it was opened with; empty: there was none
 * @param begun when it was opened
 * @param sums checksums of the whole source that had to be taken before it was opened
 * @param parts those confirmed, by index
 */
public record JournalEntry(UploadJournal.Key key, String hint, Phase phase, Admission.Open admission, long partSize, String tag,
        Optional<KeyVerifier> customerKey, Instant begun, Checksums sums,
        Map<Integer, ConfirmedPart> parts) {

    /** The entry of a source that cannot come again. */
    static final JournalEntry NONE = fresh(new UploadJournal.Key("", new ObjectRef("", ""), new SourceIdentity(0, 0, 0, "")), "");

    /** How far an upload is. */
    public enum Phase {
        /** There is no upload yet. */
        NEW,
        /** Takes parts. */
        OPEN,
        /** Complete was asked for: the object may be there. */
        COMPLETING,
        /** To be aborted. */
        ABORTING
    }

    /** Keeps a copy of the parts. */
    public JournalEntry {
        parts = Map.copyOf(parts);
    }

    /** Returns an entry without an upload. */
    static JournalEntry fresh(UploadJournal.Key key, String hint) {
        Admission.Open none = Admission.open(new UploadRef(key.object(), ""));
        return new JournalEntry(key, hint, Phase.NEW, none, 0, "", Optional.empty(), Instant.EPOCH, Checksums.NONE, Map.of());
    }

    /** Returns the upload. */
    public UploadRef upload() {
        return admission.upload();
    }

    JournalEntry opened(Admission.Open answer, long size, String mark, Optional<KeyVerifier> secret, Checksums source,
            Instant now) {
        return new JournalEntry(key, hint, Phase.OPEN, answer, size, mark, secret, now, source, Map.of());
    }

    JournalEntry withOnly(Iterable<ConfirmedPart> found) {
        return new JournalEntry(key, hint, phase, admission, partSize, tag, customerKey, begun, sums, Map.of()).with(found);
    }

    JournalEntry with(KeyVerifier secret) {
        return new JournalEntry(key, hint, phase, admission, partSize, tag, Optional.of(secret), begun, sums, parts);
    }

    JournalEntry with(Phase next) {
        return new JournalEntry(key, hint, next, admission, partSize, tag, customerKey, begun, sums, parts);
    }

    JournalEntry with(Iterable<ConfirmedPart> more) {
        Map<Integer, ConfirmedPart> all = new TreeMap<>(parts);
        more.forEach(part -> all.put(part.slot().index(), part));
        return new JournalEntry(key, hint, phase, admission, partSize, tag, customerKey, begun, sums, all);
    }
}
