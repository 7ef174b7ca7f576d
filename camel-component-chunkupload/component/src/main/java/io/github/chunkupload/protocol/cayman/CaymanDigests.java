package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Verify;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The operations on the MD5 of whole objects, where the store can take it. What is ordered is computed one object at a time on a thread
 * that ends when there is nothing to do, and told to who asks; nobody is called back, because a server that connects to where strangers
 * say can be turned against others. Thread-safe.
 */
final class CaymanDigests {

    private static final int MAX_ORDERED = 1000;

    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_ORDERED),
        work -> {
            Thread thread = new Thread(work, "cayman-md5");
            thread.setDaemon(true);
            return thread;
        });

    CaymanDigests() {
        worker.allowCoreThreadTimeOut(true);
    }

    /** Computes at once, which a client waits for, and so not of large objects. */
    HttpReply compute(CaymanRequest request) {
        long size = request.store().head(request.object(), Access.NONE).size();
        if (size > CaymanLimits.MAX_MD5_SYNC) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The object has " + size + " bytes, more than the "
                + CaymanLimits.MAX_MD5_SYNC + " of which the MD5 is computed at once; order it by object/md5/calc/async");
        }
        Checksums sums = verify(request).verify(request.object(), Set.of(Digest.MD5), Access.NONE);
        return CaymanReplies.success(CaymanJson.object().put("md5", sums.get(Digest.MD5).orElseThrow()));
    }

    /** Takes an order for objects; where to call back is not looked at. */
    HttpReply order(CaymanRequest request) {
        Verify verify = verify(request);
        List<ObjectRef> objects = Arrays.stream(request.form().required("objectids").split(",")).map(String::strip)
            .map(key -> new ObjectRef(request.object().bucket(), key)).toList();
        objects.forEach(CaymanNames::check);
        objects.forEach(object -> request.store().head(object, Access.NONE));
        try {
            objects.forEach(object -> worker.execute(() -> compute(verify, object)));
        } catch (RejectedExecutionException e) {
            throw UploadException.of(Failure.BUSY, "More than " + MAX_ORDERED + " objects wait for their MD5", e);
        }
        return CaymanReplies.success();
    }

    private static void compute(Verify verify, ObjectRef object) {
        try {
            verify.verify(object, Set.of(Digest.MD5), Access.NONE);
        } catch (UploadException untold) {
            return; // the protocol has no word for it: a query goes on telling that there is no MD5
        }
    }

    /** Tells the MD5 as far as it is known; empty: it was never computed, or not since the object changed. */
    HttpReply query(CaymanRequest request) {
        String md5 = request.store().head(request.object(), Access.NONE).sums().get(Digest.MD5).orElse("");
        return CaymanReplies.success(CaymanJson.object().put("md5", md5));
    }

    private static Verify verify(CaymanRequest request) {
        return request.capability(Verify.class, "The MD5 of whole objects is not computed here");
    }
}
