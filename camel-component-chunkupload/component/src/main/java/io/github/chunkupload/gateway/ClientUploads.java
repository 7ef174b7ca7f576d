package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which client opened which upload since the gateway was started; those from before count for all clients together only. Uploads that ended
 * in whatever way are found out when a client reaches its limit. Thread-safe.
 */
final class ClientUploads {

    private static final Duration LATER = Duration.ofSeconds(60);

    private final Upkeep upkeep;
    private final int most;
    private final int mostOfOne;
    private final Map<String, Set<UploadRef>> byClient = new ConcurrentHashMap<>();

    ClientUploads(Upkeep upkeep, int most, int mostOfOne) {
        this.upkeep = upkeep;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    private static String name(Caller caller) {
        return caller.isAnonymous() ? "address " + caller.peer() : "key " + caller.accessKey();
    }

    /**
     * Refuses a client that has too many, or everybody when there are too many in all.
     *
     * @throws UploadException with {@link Failure#BUSY}
     */
    void admit(Caller caller) {
        if (upkeep.openUploads() >= most) {
            throw tooMany(most + " uploads are open, which is the most there may be");
        }
        Set<UploadRef> own = byClient.get(name(caller));
        if (own != null) {
            synchronized (own) {
                if (own.size() >= mostOfOne) {
                    own.removeIf(upload -> !upkeep.isOpen(upload));
                }
                if (own.size() >= mostOfOne) {
                    throw tooMany("This client has " + mostOfOne + " uploads open, which is the most it may have");
                }
            }
        }
    }

    private static UploadException tooMany(String message) {
        return UploadException.builder(Failure.BUSY, message).retryAfter(LATER).build();
    }

    void opened(Caller caller, UploadRef upload) {
        Set<UploadRef> own = byClient.computeIfAbsent(name(caller), client -> new HashSet<>());
        synchronized (own) {
            own.add(upload);
        }
    }

    void ended(Caller caller, UploadRef upload) {
        Set<UploadRef> own = byClient.get(name(caller));
        if (own != null) {
            synchronized (own) {
                own.remove(upload);
            }
        }
    }

    /** Forgets clients none of whose uploads is open. */
    void tidy() {
        byClient.values().removeIf(own -> {
            synchronized (own) {
                own.removeIf(upload -> !upkeep.isOpen(upload));
                return own.isEmpty();
            }
        });
    }
}
