package io.github.chunkupload.checksum;

/** Takes bytes and tells their checksum. Not thread-safe: one hasher belongs to one thread at a time. */
public interface Hasher {

    /** Adds {@code length} bytes of {@code bytes} from {@code offset}. */
    void update(byte[] bytes, int offset, int length);

    /** Returns the checksum of all bytes so far in the text form of its {@link Digest}, and starts afresh. */
    String finish();
}
