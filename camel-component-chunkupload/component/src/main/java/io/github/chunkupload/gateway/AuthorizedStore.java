package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Permits;
import io.github.chunkupload.store.Retired;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.Undelivered;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.store.Verify;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store as one caller may use it: each call is refused, or goes on, before a byte of its body is read. It names every operation by
 * itself rather than forward those it does not know, and so does it with capabilities: what is not listed here is not there.
 *
 * <p>Whoever may write an object is also told of it (size, checksums, metadata): resuming and settling a lost answer need that.
 */
final class AuthorizedStore implements ObjectStore {

    private final ObjectStore store;
    private final CallerRights rights;

    AuthorizedStore(ObjectStore store, CallerRights rights) {
        this.store = store;
        this.rights = rights;
    }

    @Override
    public StoreTraits traits(String bucket) {
        return store.traits(bucket);
    }

    /** Known bytes are made an object at once only for those who may read all objects of the bucket: any of them may be the source. */
    private UploadRequest permitted(UploadRequest request) {
        rights.demand(Right.WRITE, request.object());
        return request.withInstant(request.instant() && rights.allow(Right.READ, request.object().bucket(), ""));
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return store.initiate(permitted(request));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        rights.demand(Right.WRITE, upload.object());
        return store.putPart(upload, slot, body, checks, access);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        if (!rights.allow(Right.LIST, upload.object())) {
            rights.demand(Right.WRITE, upload.object());
        }
        return store.state(upload, afterIndex, limit);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        rights.demand(Right.WRITE, upload.object());
        return store.complete(upload, completion);
    }

    @Override
    public void abort(UploadRef upload) {
        if (!rights.allow(Right.DELETE, upload.object())) {
            rights.demand(Right.WRITE, upload.object());
        }
        store.abort(upload);
    }

    /** Whoever may only read a key is shown no uploads of it, rather than refused: some protocols ask before each operation. */
    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        ObjectRef object = new ObjectRef(query.bucket(), query.prefix());
        boolean shown = rights.allow(Right.LIST, object) || query.exact()
            && (rights.allow(Right.WRITE, object) || rights.allow(Right.DELETE, object));
        if (shown) {
            return store.uploads(query);
        }
        if (!query.exact() || !rights.allow(Right.READ, object)) {
            throw rights.refusal(Right.LIST);
        }
        return new Page<>(List.of(), List.of(), Optional.empty());
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return store.put(permitted(request), body, checks);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        if (!rights.allow(Right.WRITE, object)) {
            rights.demand(Right.READ, object);
        }
        return store.head(object, access);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        rights.demand(Right.READ, object);
        return store.get(object, range, access);
    }

    @Override
    public boolean delete(ObjectRef object) {
        rights.demand(Right.DELETE, object);
        return store.delete(object);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Listing.class) {
            return guarded(type, Listing.class, this::listing);
        }
        if (type == Buckets.class) {
            return guarded(type, Buckets.class, buckets -> new AuthorizedBuckets(buckets, rights));
        }
        if (type == PartCopy.class) {
            return guarded(type, PartCopy.class, this::copies);
        }
        if (type == Editing.class) {
            return guarded(type, Editing.class, editing -> new AuthorizedEditing(editing, rights));
        }
        if (type == Permits.class) {
            return Optional.of(type.cast((Permits) object -> rights.demand(Right.DELETE, object)));
        }
        if (type == Undelivered.class) {
            return guarded(type, Undelivered.class, this::undelivered);
        }
        if (type == Retired.class) {
            return guarded(type, Retired.class, this::retired);
        }
        return type == Verify.class ? guarded(type, Verify.class, this::verify) : Optional.empty();
    }

    private <C, G> Optional<C> guarded(Class<C> type, Class<G> same, Function<G, G> guard) {
        return store.capability(same).map(guard).map(type::cast);
    }

    private Listing listing(Listing listing) {
        return query -> {
            rights.demand(Right.LIST, query.bucket(), query.prefix());
            return listing.objects(query);
        };
    }

    private PartCopy copies(PartCopy copies) {
        return (upload, slot, source, access) -> {
            rights.demand(Right.WRITE, upload.object());
            rights.demand(Right.READ, source.object());
            return copies.copyPart(upload, slot, source, access);
        };
    }

    private Undelivered undelivered(Undelivered waiting) {
        return object -> {
            rights.demand(Right.WRITE, object);
            return waiting.undelivered(object);
        };
    }

    private Retired retired(Retired ended) {
        return object -> {
            rights.demand(Right.WRITE, object);
            return ended.retired(object);
        };
    }

    private Verify verify(Verify verify) {
        return (object, digests, access) -> {
            rights.demand(Right.READ, object);
            return verify.verify(object, digests, access);
        };
    }

    /** Does nothing: the store belongs to the gateway, not to the caller. */
    @Override
    public void close() {
    }
}
