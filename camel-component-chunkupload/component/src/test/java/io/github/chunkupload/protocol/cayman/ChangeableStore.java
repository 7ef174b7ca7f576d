package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.codec.digest.DigestUtils;

/** A store of small objects that can be changed and verified: by reading them whole, and putting them back. */
final class ChangeableStore extends ForwardingStore implements Editing, Verify {

    private final Map<ObjectRef, Checksums> verified = new ConcurrentHashMap<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    ChangeableStore(ObjectStore delegate) {
        super(delegate);
    }

    /** Holds up every verification until the gate is opened. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        byte[] patch = bytes(body);
        byte[] whole = bytes(object);
        byte[] changed = Arrays.copyOf(whole, (int) Math.max(whole.length, offset + patch.length));
        System.arraycopy(patch, 0, changed, (int) offset, patch.length);
        replace(object, changed);
        PartSlot slot = new PartSlot(PartSlot.UNKNOWN, offset, patch.length);
        return PartReceipt.of(slot, "", Checksums.of(Digest.MD5, DigestUtils.md5Hex(patch)));
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        replace(object, Arrays.copyOf(bytes(object), (int) size));
    }

    private void replace(ObjectRef object, byte[] bytes) {
        verified.remove(object);
        put(UploadRequest.of(object).withSize(bytes.length), Body.of(bytes), Checks.NONE);
    }

    @Override
    public Checksums verify(ObjectRef object, Set<Digest> digests, Access access) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Checksums sums = Checksums.of(Digest.MD5, DigestUtils.md5Hex(bytes(object)));
        verified.put(object, sums);
        return sums;
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        ObjectInfo info = super.head(object, access);
        return new ObjectInfo(info.object(), info.size(), info.etag(), info.sums().and(verified.getOrDefault(object, Checksums.NONE)),
            info.metadata(), info.modified());
    }

    private byte[] bytes(ObjectRef object) {
        try (Download download = get(object, ByteRange.ALL, Access.NONE)) {
            return bytes(download.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Body body) {
        try (InputStream in = body.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : super.capability(type);
    }
}
