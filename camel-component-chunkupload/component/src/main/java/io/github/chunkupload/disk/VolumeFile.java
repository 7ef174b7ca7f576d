package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Volume}. */
interface VolumeFile extends Closeable {

    /** Writes all of {@code bytes} at {@code position}, also beyond the end. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads at most {@code bytes.remaining()} from {@code position}; −1 at the end. */
    int read(ByteBuffer bytes, long position) throws IOException;

    /** Returns how many bytes the file has. */
    long size() throws IOException;

    /** Cuts what lies behind {@code size}. */
    void truncate(long size) throws IOException;

    /** Makes the bytes and their number durable; not the name, see {@link Volume#syncDirectory}. */
    void force() throws IOException;

    /** Returns bytes of this file as a body; closing it closes {@code owner}. */
    Body region(long offset, long length, Closeable owner);
}
