package io.github.chunkupload.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a {@link DiskStore} keeps its files; all its input and output goes through here. Names are relative with {@code /} between
 * directory and file. Any thread may call at any time. What has not been forced or synced may be lost, or be there, after a crash.
 */
interface Volume extends Closeable {

    /** Makes a file and opens it; it must not be there. */
    VolumeFile create(String name) throws IOException;

    /** Opens a file for reading and writing; {@link java.nio.file.NoSuchFileException} when it is not there. */
    VolumeFile edit(String name) throws IOException;

    /** Opens a file for reading; {@link java.nio.file.NoSuchFileException} when it is not there. */
    VolumeFile open(String name) throws IOException;

    /** Reads a small file; {@link java.nio.file.NoSuchFileException} when it is not there. */
    byte[] read(String name) throws IOException;

    /** Returns the names in a directory, without the directory's; empty when it is not there. */
    List<String> list(String directory) throws IOException;

    /** Makes a directory unless it is there. */
    void createDirectory(String name) throws IOException;

    /** Gives a file another name; it takes the place of what has that name, in one step. */
    void rename(String from, String to) throws IOException;

    /** Gives a file a second name, which must not be there. */
    void link(String file, String name) throws IOException;

    /**
     * Gives a file of another volume the same name here, of the same bytes, unless there is one.
     *
     * @return false: that cannot be, and the bytes have to be copied
     */
    default boolean share(Volume other, String name) throws IOException {
        return false;
    }

    /** Deletes a file, if it is there; who has it open keeps reading it. */
    void delete(String name) throws IOException;

    /** Makes what was created, renamed and deleted in a directory durable; the empty name is the top directory. */
    void syncDirectory(String name) throws IOException;

    /** Returns the bytes that can still be written; {@link Long#MAX_VALUE} when that is not known. */
    default long free() throws IOException {
        return Long.MAX_VALUE;
    }

    /** Returns the real file of that name, where there is one. */
    Optional<Path> path(String name) throws IOException;
}
