package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/** Takes the bytes of a body to a file, and their checksums on the way. */
final class Intake {

    static final int BUFFER = 256 * 1024;

    /** Where bytes go. */
    interface Sink {

        /** Writes all of {@code bytes}; the first is byte {@code offset} of the body. */
        void write(ByteBuffer bytes, long offset) throws IOException;
    }

    /**
     * What was taken.
     *
     * @param length bytes
     * @param sums the digests asked for
     */
    record Taken(long length, Checksums sums) {
    }

    private final Body body;
    private final long announced;
    private final Hashing hashing;

    Intake(Body body, long announced, Set<Digest> digests) {
        this.body = body;
        this.announced = announced;
        this.hashing = new Hashing(digests);
    }

    /**
     * Returns the length told by the slot or by the body; −1: by neither.
     *
     * @throws UploadException with {@link Failure#TOO_LARGE} when it is more than this store takes
     */
    static long announced(PartSlot slot, Body body) {
        requireSize(Math.max(slot.length(), body.length()));
        if (slot.length() >= 0 && body.length() >= 0 && slot.length() != body.length()) {
            throw Failures.invalidArgument("The part was announced with " + slot.length() + " bytes, its body has " + body.length());
        }
        return slot.length() >= 0 ? slot.length() : body.length();
    }

    private static void requireSize(long bytes) {
        if (bytes > DataFiles.LIMIT) {
            throw UploadException.of(Failure.TOO_LARGE, "At most " + DataFiles.LIMIT + " bytes are taken, not " + bytes);
        }
    }

    /**
     * Moves all bytes.
     *
     * @throws UploadException with {@link Failure#INCOMPLETE_BODY} when the body breaks off
     * @throws IOException when the file fails
     */
    Taken take(Sink sink) throws IOException {
        InputStream in = open();
        try {
            byte[] buffer = new byte[announced < 0 ? BUFFER : (int) Math.max(1, Math.min(BUFFER, announced))];
            long length = 0;
            for (int read = fill(in, buffer, length); read > 0; read = fill(in, buffer, length)) {
                hashing.update(buffer, 0, read);
                sink.write(ByteBuffer.wrap(buffer, 0, read), length);
                length += read;
                requireSize(length);
            }
            return new Taken(length, hashing.finish());
        } finally {
            closeQuietly(in);
        }
    }

    private InputStream open() {
        try {
            return body.open();
        } catch (IOException e) {
            throw incomplete(0, e);
        }
    }

    private int fill(InputStream in, byte[] buffer, long before) {
        if (before == announced && body.length() == announced) {
            return 0;
        }
        int read;
        try {
            read = in.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw incomplete(before, e);
        }
        if (announced >= 0 && before + read > announced) {
            throw Failures.invalidArgument("The body has more than the " + announced + " bytes announced");
        }
        if (read == 0 && before < announced) {
            throw incomplete(before, null);
        }
        return read;
    }

    private UploadException incomplete(long received, IOException cause) {
        String expected = announced < 0 ? "an unknown number of" : Long.toString(announced);
        return UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off after about " + received + " of " + expected + " bytes",
            cause);
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // Every byte was read or another exception is on its way: there is nothing to add.
        }
    }
}
