package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Verify;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * MD5s of whole objects, taken by a server of Cayman: at once up to 100 MB. Those of larger objects are ordered and asked for until they
 * are told; a server that tells the one of an earlier order meanwhile cannot be found out.
 */
final class VerifyClient implements Verify {

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final CaymanClient client;
    private final CaymanWire wire;
    private final long atOnce;
    private final Duration patience;

    /**
     * Makes the capability of a client.
     *
     * @param atOnce greatest object that is computed at once
     * @param patience how long to ask for what was ordered
     */
    VerifyClient(CaymanClient client, CaymanWire wire, long atOnce, Duration patience) {
        this.client = client;
        this.wire = wire;
        this.atOnce = atOnce;
        this.patience = patience;
    }

    @Override
    public Checksums verify(ObjectRef object, Set<Digest> digests, Access access) {
        if (!Set.of(Digest.MD5).containsAll(digests)) {
            throw UploadException.of(Failure.UNSUPPORTED, "Cayman takes the MD5 of an object and no other digest");
        }
        long size = client.head(object, access).size();
        Checksums sums = size <= atOnce ? md5(CaymanOperation.MD5_SYNC, object) : ordered(object);
        if (sums.isEmpty()) {
            throw UploadException.of(Failure.PROTOCOL, "The server does not tell the MD5 of the object");
        }
        return sums;
    }

    private Checksums ordered(ObjectRef object) {
        if (object.key().indexOf(',') >= 0) {
            throw UploadException.of(Failure.UNSUPPORTED, "Cayman is told such objects with commas between, and this object id has one");
        }
        wire.ask(CaymanOperation.MD5_ASYNC, object, Map.of("objectids", object.key()), Optional.empty());
        long end = System.nanoTime() + patience.toNanos();
        Duration wait = FIRST_WAIT;
        Checksums sums = md5(CaymanOperation.MD5_QUERY, object);
        while (sums.isEmpty() && System.nanoTime() < end) {
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            sums = md5(CaymanOperation.MD5_QUERY, object);
        }
        return sums;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UploadException.of(Failure.CANCELLED, "Interrupted while the server computed an MD5", e);
        }
    }

    private Checksums md5(CaymanOperation operation, ObjectRef object) {
        return CaymanJson.md5(wire.ask(operation, object, Map.of(), Optional.empty()).path("result"));
    }
}
