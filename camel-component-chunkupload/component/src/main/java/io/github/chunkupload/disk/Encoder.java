package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the fields of a record; {@link Decoder} reads them in the same order. */
final class Encoder {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Adds a number from −1, as the number above it in groups of seven bits, the lowest first. */
    Encoder number(long value) {
        long rest = value + 1;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    Encoder number(OptionalLong value) {
        return number(value.orElse(-1));
    }

    Encoder flag(boolean value) {
        return number(value ? 1 : 0);
    }

    Encoder text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    Encoder time(Instant value) {
        return number(value.toEpochMilli());
    }

    Encoder object(ObjectRef value) {
        return text(value.bucket()).text(value.key());
    }

    Encoder sums(Checksums value) {
        number(value.known().size());
        for (Digest digest : value.known()) {
            text(digest.token()).text(value.get(digest).orElseThrow());
        }
        return this;
    }

    Encoder metadata(Metadata value) {
        return map(value.headers()).map(value.user());
    }

    Encoder verifier(Optional<KeyVerifier> value) {
        flag(value.isPresent());
        value.ifPresent(verifier -> text(verifier.salt()).text(verifier.mac()));
        return this;
    }

    private Encoder map(Map<String, String> value) {
        number(value.size());
        value.forEach((name, text) -> text(name).text(text));
        return this;
    }
}
