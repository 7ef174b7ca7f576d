package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads the fields of a record that an {@link Encoder} wrote. */
final class Decoder {

    /** Makes a value from the fields of a record. */
    interface Fields<T> {

        T read(Decoder in);
    }

    private final ByteBuffer bytes;

    private Decoder(byte[] payload) {
        bytes = ByteBuffer.wrap(payload);
    }

    /** Reads the record {@code payload}, of which the first field must be {@code kind}. */
    static <T> T read(byte[] payload, RecordKind kind, Fields<T> fields) throws DamagedRecordException {
        try {
            Decoder in = new Decoder(payload);
            if (in.number() != kind.ordinal()) {
                throw new DamagedRecordException("Not a record of kind " + kind);
            }
            return fields.read(in);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DamagedRecordException("A record of kind " + kind + " does not have its fields: " + e);
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value - 1;
            }
        }
        throw new IllegalArgumentException("A number is too long");
    }

    int count() {
        return Math.toIntExact(number());
    }

    OptionalLong optionalNumber() {
        long value = number();
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    boolean flag() {
        return number() == 1;
    }

    String text() {
        int length = count();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("A text is longer than its record");
        }
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    Instant time() {
        return Instant.ofEpochMilli(number());
    }

    ObjectRef object() {
        return new ObjectRef(text(), text());
    }

    Checksums sums() {
        Checksums sums = Checksums.NONE;
        for (int left = count(); left > 0; left--) {
            sums = sums.with(Digest.of(text()), text());
        }
        return sums;
    }

    Metadata metadata() {
        return new Metadata(map(), map());
    }

    /** Reads what records of format 1 do not have: they end before it. */
    Optional<KeyVerifier> verifier() {
        return bytes.hasRemaining() && flag() ? Optional.of(new KeyVerifier(text(), text())) : Optional.empty();
    }

    private Map<String, String> map() {
        Map<String, String> map = new TreeMap<>();
        for (int left = count(); left > 0; left--) {
            map.put(text(), text());
        }
        return map;
    }
}
