package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * Where uploads under way are remembered, so that they outlive the transfer and the process. An entry is named by endpoint, object and
 * source; whoever drives an upload holds the {@link Lease} of its entry, so two never do. Thread-safe. Bytes that go in one PUT have no
 * entry; the upload of a source that cannot come again has one so that it can be aborted. No secret is ever written.
 */
public interface UploadJournal extends AutoCloseable {

    /**
     * The name of an entry.
     *
     * @param endpoint the store, without credentials
     * @param object what is being made there
     * @param source what it is made from; when its inode was last changed is not part of the name, because a rename changes it
     */
    record Key(String endpoint, ObjectRef object, SourceIdentity source) {

        /** Returns whether both name the same entry. */
        public boolean matches(Key other) {
            return endpoint.equals(other.endpoint) && object.equals(other.object)
                && source.compare(other.source) != SourceIdentity.Comparison.OTHER;
        }
    }

    /**
     * Takes the entry of {@code key} for the caller alone, whether or not there is one yet.
     *
     * @param hint where the source was found; files may be renamed, so it names nothing
     * @throws io.github.chunkupload.store.UploadException with {@link io.github.chunkupload.store.Failure#UPLOAD_OPEN} when somebody
     *     else holds it, in this process or another
     */
    Lease lease(Key key, String hint);

    /** Returns the entries there are for one object, whoever holds them. */
    List<JournalEntry> entries(String endpoint, ObjectRef object);

    /** Returns all entries, whoever holds them. */
    List<JournalEntry> entries();

    /** Releases what the journal holds. Entries stay. */
    @Override
    void close();

    /**
     * The right to drive one entry. Parts may be confirmed from many threads; the rest comes from the one that took the lease. What is
     * called durable has reached the disk on return. A failure to write it is an
     * {@link io.github.chunkupload.store.UploadException}, except for {@link #confirmed}. Where a lease can run out, nothing is written
     * any more by whoever lost it: that is a failure of kind {@link io.github.chunkupload.store.Failure#CANCELLED}.
     */
    interface Lease extends AutoCloseable {

        /** Returns the entry as it was found; a new one has no upload. */
        JournalEntry entry();

        /** Returns whether what is remembered lets the upload be resumed, rather than only aborted. */
        default boolean remembers() {
            return true;
        }

        /**
         * Begins the entry with an upload that was just opened, and forgets an earlier one. Durable.
         *
         * @param admission what the store answered
         * @param partSize how the body is cut, in bytes
         * @param tag our mark in the metadata of the object
         * @param customerKey what may be kept of the customer's key it was opened with, so that no other is used to go on
         * @param sums checksums of the whole source that had to be taken beforehand: a resume need not take them again
         */
        void opened(Admission.Open admission, long partSize, String tag, Optional<KeyVerifier> customerKey, Checksums sums);

        /**
         * Adds a part. It may be lost in a crash; the list of the store tells of it then. Does nothing after {@link #close()}.
         *
         * @throws io.github.chunkupload.store.UploadException with {@link io.github.chunkupload.store.Failure#CANCELLED} when the lease
         *     was lost to somebody else
         */
        void confirmed(ConfirmedPart part);

        /** Goes on with exactly these parts, which were found at the store, and forgets the others. Durable. */
        void adopted(List<ConfirmedPart> parts);

        /** Notes that complete is about to be asked: from now on the object may be there. Durable. */
        void completing();

        /** Notes that the upload is to be aborted and never to be resumed. Durable. */
        void aborting();

        /** Ends the entry: the upload became an object or is gone. Durable. */
        void forget();

        /** Gives the lease back; the entry stays unless it was {@linkplain #forget forgotten}. */
        @Override
        void close();
    }
}
