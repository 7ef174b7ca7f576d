package io.github.chunkupload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** Bytes to be stored and how to find them again: the same in every run, and no two seeds alike. */
final class Content {

    static final Checksums NONE = Checksums.NONE;

    private Content() {
    }

    static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed * 0x9E3779B97F4A7C15L + size).nextBytes(bytes);
        return bytes;
    }

    static Checksums sums(byte[] content, Set<Digest> digests) {
        Hashing hashing = new Hashing(digests);
        hashing.update(content, 0, content.length);
        return hashing.finish();
    }

    static Checksums sums(byte[] content) {
        return sums(content, EnumSet.allOf(Digest.class));
    }

    static byte[] read(ObjectStore store, ObjectRef object, ByteRange range) {
        return read(store, object, range, Access.NONE);
    }

    static byte[] read(ObjectStore store, ObjectRef object, ByteRange range, Access access) {
        try (Download download = store.get(object, range, access)) {
            return read(download);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Download download) throws IOException {
        try (InputStream in = download.body().open()) {
            byte[] bytes = in.readAllBytes();
            assertThat(download.body().length()).as("length of the download's body").isEqualTo(bytes.length);
            return bytes;
        }
    }

    /** Asserts that the object has exactly these bytes, without printing megabytes when it has not. */
    static void isStored(ObjectStore store, ObjectRef object, byte[] content) {
        isStored(store, object, content, Access.NONE);
    }

    static void isStored(ObjectStore store, ObjectRef object, byte[] content, Access access) {
        isSame(read(store, object, ByteRange.ALL, access), content);
        assertThat(store.head(object, access).size()).as("size in head").isEqualTo(content.length);
    }

    static void isSame(byte[] actual, byte[] expected) {
        assertThat(sums(actual) + " of " + actual.length + " bytes").as("the stored bytes")
            .isEqualTo(sums(expected) + " of " + expected.length + " bytes");
    }

    static void isTrue(Checksums told, byte[] content) {
        assertThat(told.contradiction(sums(content))).as("the store told %s, but the truth is %s", told, sums(content)).isEmpty();
    }
}
