package io.github.chunkupload.checksum;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Takes several digests of the same bytes in one pass. Not thread-safe. */
public final class Hashing {

    private final Map<Digest, Hasher> hashers = new EnumMap<>(Digest.class);

    /** Prepares a hasher for each of {@code digests}; none at all is allowed. */
    public Hashing(Set<Digest> digests) {
        digests.forEach(d -> hashers.put(d, d.hasher()));
    }

    /** Adds {@code length} bytes of {@code bytes} from {@code offset}. */
    public void update(byte[] bytes, int offset, int length) {
        for (Hasher hasher : hashers.values()) {
            hasher.update(bytes, offset, length);
        }
    }

    /** Returns the checksums of all bytes so far and starts afresh. */
    public Checksums finish() {
        Checksums sums = Checksums.NONE;
        for (Map.Entry<Digest, Hasher> entry : hashers.entrySet()) {
            sums = sums.with(entry.getKey(), entry.getValue().finish());
        }
        return sums;
    }
}
