package io.github.chunkupload.gateway;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Successes of objects sent in one piece whose clients were told to ask again. Without them a route slower than the client's wait would
 * get the object again and again while the client never sees success. Each answer is given once, and forgotten when another object of
 * its key comes, or with time. Thread-safe.
 */
final class OwedAnswers {

    private static final int MOST = 1000;

    private record Answer(ObjectInfo info, ObjectReceipt receipt, long made) {
    }

    private final long lifetime;
    private final LongSupplier nanos;
    private final Map<ObjectRef, Answer> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, Answer> eldest) {
            return size() > MOST;
        }
    };

    OwedAnswers(Duration lifetime, LongSupplier nanos) {
        this.lifetime = lifetime.toNanos();
        this.nanos = nanos;
    }

    synchronized void keep(ObjectInfo info, ObjectReceipt receipt) {
        answers.put(info.object(), new Answer(info, receipt, nanos.getAsLong()));
    }

    /** Returns the answer owed for the bytes of {@code info}, and forgets what is owed for its key. */
    synchronized Optional<ObjectReceipt> take(ObjectInfo info) {
        return Optional.ofNullable(answers.remove(info.object()))
            .filter(a -> nanos.getAsLong() - a.made() < lifetime && same(a.info(), info))
            .map(Answer::receipt);
    }

    synchronized void forget(ObjectRef object) {
        answers.remove(object);
    }

    /** Returns whether both are the same bytes, shown by more than a CRC, with the same metadata. */
    static boolean same(ObjectInfo one, ObjectInfo other) {
        boolean bytes = one.size() == other.size() && one.sums().contradiction(other.sums()).isEmpty()
            && one.sums().agreement(other.sums()).filter(d -> d != Digest.CRC64).isPresent();
        return bytes && one.metadata().equals(other.metadata());
    }
}
