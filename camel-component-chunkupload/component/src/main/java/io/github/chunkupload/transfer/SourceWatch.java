package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.body.SourceIdentity.Comparison;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Knows which version of a source is being sent, and whether it still is that one. Thread-safe. */
final class SourceWatch {

    /** For bytes that nobody can change. */
    static final SourceWatch NOTHING = new SourceWatch(Optional.empty(), Optional.empty(), false);

    private final Optional<Source> source;
    private final Optional<SourceIdentity> first;
    private final boolean strict;

    private SourceWatch(Optional<Source> source, Optional<SourceIdentity> first, boolean strict) {
        this.source = source;
        this.first = first;
        this.strict = strict;
    }

    /** Watches {@code source} from the moment it was opened. */
    static SourceWatch of(Source source) {
        return new SourceWatch(Optional.of(source), source.identity(), false);
    }

    /** Returns a watch that takes a source of which only the bytes could tell for another. */
    SourceWatch strict() {
        return new SourceWatch(source, first, true);
    }

    /** Returns which version is being sent; empty where the source is no file. */
    Optional<SourceIdentity> identity() {
        return first;
    }

    /**
     * Compares the source with what it was.
     *
     * @return true: it is the same; false: only its bytes can tell
     * @throws UploadException with {@link Failure#SOURCE_CHANGED} when it is another
     */
    boolean check() {
        if (first.isEmpty()) {
            return true;
        }
        Comparison comparison;
        try {
            comparison = source.orElseThrow().currentIdentity().orElseThrow().compare(first.get());
        } catch (NoSuchFileException e) {
            throw UploadException.of(Failure.SOURCE_CHANGED, "The source was moved or deleted while it was sent: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (comparison == Comparison.OTHER || strict && comparison == Comparison.TOUCHED) {
            throw changed("The source changed while it was sent");
        }
        return comparison == Comparison.SAME;
    }

    static UploadException changed(String message) {
        return UploadException.of(Failure.SOURCE_CHANGED, message);
    }

    /** Returns the failure of a source that could not be read: it may have been made shorter, or reading was interrupted. */
    UploadException unreadable(IOException e) {
        if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
            return UploadException.of(Failure.CANCELLED, "The transfer was interrupted while it read its source", e);
        }
        UploadException failure = UploadException.of(Failure.SOURCE_UNREADABLE, "The source cannot be read: " + e.getMessage(), e);
        try {
            if (first.isPresent() && source.orElseThrow().currentIdentity().orElseThrow().compare(first.get()) == Comparison.OTHER) {
                return UploadException.of(Failure.SOURCE_CHANGED, "The source changed while it was sent: " + e.getMessage(), e);
            }
        } catch (IOException gone) {
            failure.addSuppressed(gone);
        }
        return failure;
    }
}
