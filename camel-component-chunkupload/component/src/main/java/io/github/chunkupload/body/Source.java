package io.github.chunkupload.body;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the bytes of an object come from. There are two kinds: a <em>random-access</em> source (file, array, spool file) has a size and
 * gives any {@linkplain #region region}, as often as wanted and to many threads at once; any other is a stream that is read
 * {@linkplain #sequential once} from its first byte, by one thread.
 *
 * <p>Whoever made the source closes it, after the last region was read. Messages of its errors name the source without its directory.
 */
public interface Source extends Closeable {

    /** Returns the bytes there are; empty where a stream does not tell before its end. */
    OptionalLong size();

    /** Returns whether {@link #region} may be called. */
    boolean randomAccess();

    /**
     * Returns a repeatable body of {@code length} bytes from {@code offset}. Closing it leaves the source open.
     *
     * @throws UnsupportedOperationException when this is a stream
     * @throws IndexOutOfBoundsException when the range is not inside the source
     */
    Body region(long offset, long length);

    /**
     * Opens the bytes from the first one. Where the size is known, an early end is an {@link IOException}, and so is more than that for
     * whoever reads to the end of the stream.
     *
     * @throws IllegalStateException when a stream was opened before
     */
    InputStream sequential() throws IOException;

    /** Returns which version of which file was opened; empty for what is no file. */
    Optional<SourceIdentity> identity();

    /**
     * Asks the file system which version of which file is there now; empty for what is no file. As long as it is the one
     * {@linkplain #identity() opened}, the bytes did not change, as far as the file system shows it.
     *
     * @throws IOException when the file cannot be asked, for example because it is gone
     */
    Optional<SourceIdentity> currentIdentity() throws IOException;

    /**
     * Opens the source anew, as it is now, for whoever wants to begin again after a change; empty for what cannot have changed. The
     * caller closes the new one.
     *
     * @throws IOException as {@link #of(Path)} does
     */
    Optional<Source> reopened() throws IOException;

    /** Returns where the source was found, for people and as a hint after a restart; empty where that makes no sense. */
    String hint();

    /**
     * Opens a file for random access; one channel serves all regions.
     *
     * @throws IOException a {@link java.nio.file.FileSystemException} that says whether the file is missing, a directory or unreadable
     */
    static Source of(Path file) throws IOException {
        return FileSource.open(file);
    }

    /** Returns a source over {@code bytes}, which must not be changed afterwards. */
    static Source of(byte[] bytes) {
        return new ArraySource(bytes);
    }

    /**
     * Returns a source over a stream; closing the source closes the stream.
     *
     * @param length bytes after which the stream ends, or −1 when that is not known
     */
    static Source of(InputStream stream, long length) {
        return new StreamSource(stream, length);
    }

    /**
     * Reads a stream to its end into a temporary file and returns that for random access. The file has no name from the start where
     * the file system can do that, so nothing is left even after a crash; closing the source deletes it in any case.
     *
     * @param directory where the file is made
     * @param limit most bytes to take
     * @throws IOException when reading or writing fails, or when the stream has more than {@code limit} bytes
     */
    static Source spooled(InputStream stream, Path directory, long limit) throws IOException {
        return SpoolSource.read(stream, directory, limit);
    }
}
