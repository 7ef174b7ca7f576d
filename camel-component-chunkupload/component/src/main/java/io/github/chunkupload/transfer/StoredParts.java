package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a store says that it has of an upload: all pages of its list. */
final class StoredParts {

    private static final int PAGE = 1000;

    private final Addressing by;
    private final Map<Long, PartReceipt> receipts = new HashMap<>();
    private UploadState.Phase phase;
    private long contiguous;

    private StoredParts(Addressing by) {
        this.by = by;
    }

    /** Asks page by page; a page that does not come is asked for again. */
    static StoredParts list(ObjectStore store, UploadRef upload, Retries retries) {
        StoredParts found = new StoredParts(store.traits(upload.object().bucket()).by());
        int after = -1;
        boolean more = true;
        while (more) {
            UploadState page = page(store, upload, after, retries);
            page.parts().forEach(found::add);
            found.phase = page.phase();
            found.contiguous = page.contiguous();
            more = page.truncated();
            if (more) {
                after = following(page, after);
            }
        }
        return found;
    }

    private static UploadState page(ObjectStore store, UploadRef upload, int after, Retries retries) {
        for (int attempt = 1;; attempt++) {
            retries.check();
            try {
                return store.state(upload, after, PAGE);
            } catch (UploadException e) {
                retries.pause("list of parts", attempt, e);
            }
        }
    }

    private static int following(UploadState page, int after) {
        int last = page.parts().isEmpty() ? after : page.parts().get(page.parts().size() - 1).receipt().slot().index();
        if (last <= after) {
            throw UploadException.of(Failure.PROTOCOL, "The list of parts does not go on after part " + after);
        }
        return last;
    }

    private void add(StoredPart part) {
        PartSlot slot = part.receipt().slot();
        receipts.put(by == Addressing.OFFSET && slot.offset() >= 0 ? slot.offset() : slot.index(), part.receipt());
    }

    /** Returns what the store has in the place of {@code slot}. */
    Optional<PartReceipt> get(PartSlot slot) {
        return Optional.ofNullable(receipts.get(by == Addressing.OFFSET ? slot.offset() : slot.index()));
    }

    /** Returns whether the store lists no part. */
    boolean isEmpty() {
        return receipts.isEmpty();
    }

    /** Returns how far the upload is. */
    UploadState.Phase phase() {
        return phase;
    }

    /** Returns the bytes from the start without a gap. */
    long contiguous() {
        return contiguous;
    }
}
