package io.github.chunkupload.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package do over and over. */
final class Samples {

    static final ObjectRef OBJECT = new ObjectRef("bucket", "dir/object");
    static final Access KEY = new Access(Optional.of(new CustomerKey(bytes(32, 32))));
    static final Access OTHER_KEY = new Access(Optional.of(new CustomerKey(bytes(33, 32))));
    static final Checks ALL_DIGESTS = Checks.computing(Digest.values());

    private Samples() {
    }

    static void refused(Failure kind, ThrowingCallable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call).satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static Checksums sums(byte[] bytes) {
        Hashing hashing = new Hashing(EnumSet.allOf(Digest.class));
        hashing.update(bytes, 0, bytes.length);
        return hashing.finish();
    }

    static String md5(byte[] bytes) {
        return sums(bytes).get(Digest.MD5).orElseThrow();
    }

    static UploadRef initiate(ObjectStore store, UploadRequest request) {
        return ((Admission.Open) store.initiate(request)).upload();
    }

    static UploadRef initiate(ObjectStore store, ObjectRef object) {
        return initiate(store, UploadRequest.of(object));
    }

    static PartReceipt part(ObjectStore store, UploadRef upload, int index, byte[] bytes) {
        return part(store, upload, index, bytes, Access.NONE);
    }

    static PartReceipt part(ObjectStore store, UploadRef upload, int index, byte[] bytes, Access access) {
        return store.putPart(upload, PartSlot.numbered(index, bytes.length), Body.of(bytes), ALL_DIGESTS, access);
    }

    static PartReceipt partAt(ObjectStore store, UploadRef upload, long offset, byte[] bytes) {
        return store.putPart(upload, new PartSlot(PartSlot.UNKNOWN, offset, bytes.length), Body.of(bytes), ALL_DIGESTS, Access.NONE);
    }

    static byte[] read(ObjectStore store, ObjectRef object) {
        return read(store, object, Access.NONE);
    }

    static byte[] read(ObjectStore store, ObjectRef object, Access access) {
        return read(store.get(object, ByteRange.ALL, access));
    }

    static byte[] read(Download download) {
        try (download; InputStream in = download.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a body that gives {@code bytes} and then breaks off. */
    static Body breakingAfter(byte[] bytes, long announced) {
        return Body.once(new InputStream() {
            private int next;

            @Override
            public int read() throws IOException {
                if (next == bytes.length) {
                    throw new IOException("The line is dead");
                }
                return bytes[next++] & 0xFF;
            }
        }, announced);
    }
}
