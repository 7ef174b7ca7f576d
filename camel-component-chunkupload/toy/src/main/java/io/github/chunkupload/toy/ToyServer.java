package io.github.chunkupload.toy;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.EnumSet;
import java.util.OptionalLong;

/** Lets toy clients into a store: chooses the part size, and completes as soon as nothing is missing. */
final class ToyServer implements HttpHandler {

    private final Backend backend;
    private final long partSize;
    private final boolean serial;

    ToyServer(Backend backend, long partSize, boolean serial) {
        this.backend = backend;
        this.partSize = partSize;
        this.serial = serial;
    }

    @Override
    public HttpReply handle(HttpCall call) {
        try {
            ObjectRef object = ToyWire.object(call.head());
            Query query = call.head().query();
            ObjectStore store = backend.as(Caller.anonymous(call.peer()));
            return query.has("id") ? upload(call, store, object, query, ToyUploadId.parse(query.first("id").orElse("")))
                : whole(call, store, object, query);
        } catch (UploadException e) {
            return ToyWire.failure(e);
        } catch (IllegalArgumentException e) {
            return ToyWire.failure(UploadException.of(Failure.MALFORMED, "The request cannot be read", e));
        }
    }

    private HttpReply whole(HttpCall call, ObjectStore store, ObjectRef object, Query query) {
        return switch (call.head().method()) {
            case "POST" -> initiate(call, store, object, query);
            case "HEAD" -> {
                ObjectInfo info = store.head(object, Access.NONE);
                yield HttpReply.of(200, ToyWire.info(info, 0));
            }
            case "GET" -> {
                ByteRange range = new ByteRange(ToyWire.number(query, "first"), ToyWire.number(query, "last"));
                Download download = store.get(object, range, Access.NONE);
                yield new HttpReply(200, ToyWire.info(download.info(), download.offset()), download.body());
            }
            case "DELETE" -> answer(Query.NONE.with("deleted", String.valueOf(store.delete(object))));
            default -> throw UploadException.of(Failure.UNSUPPORTED, "The toy knows no " + call.head().method());
        };
    }

    private HttpReply upload(HttpCall call, ObjectStore store, ObjectRef object, Query query, ToyUploadId id) {
        return switch (call.head().method()) {
            case "PUT" -> putPart(call, store, object, query, id);
            case "GET" -> {
                UploadState state = store.state(id.ref(object), -1, 1);
                yield answer(Query.NONE.with("phase", state.phase().name()).with("contiguous", String.valueOf(state.contiguous()))
                    .with("initiated", state.initiated().toString()));
            }
            case "POST" -> answer(ToyWire.receipt(Query.NONE, complete(store, object, id)));
            case "DELETE" -> {
                store.abort(id.ref(object));
                yield answer(Query.NONE);
            }
            default -> throw UploadException.of(Failure.UNSUPPORTED, "The toy knows no " + call.head().method());
        };
    }

    private HttpReply initiate(HttpCall call, ObjectStore store, ObjectRef object, Query query) {
        if (!query.has("size")) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "The toy needs the size of the object first");
        }
        long size = ToyWire.number(query, "size");
        UploadRequest request = new UploadRequest(object, OptionalLong.of(size), OptionalLong.of(partSize), ToyWire.sums(query, "known-"),
            ToyWire.metadata(call.head().header(ToyWire.METADATA).orElse("")), !query.has("keep"),
            OpenUploads.valueOf(query.first("open").orElse("INDEPENDENT")), Access.NONE, false);
        if (size == 0) {
            return answer(ToyWire.receipt(Query.NONE, store.put(request, call.body(), Checks.computing(Digest.CRC64))));
        }
        Admission admission = store.initiate(request);
        if (admission instanceof Admission.Open open) {
            return answer(Query.NONE.with("id", new ToyUploadId(size, partSize, open.upload().uploadId()).toString())
                .with("partSize", String.valueOf(partSize)).with("contiguous", String.valueOf(open.contiguous())));
        }
        return answer(ToyWire.receipt(Query.NONE, ((Admission.Done) admission).object()));
    }

    private HttpReply putPart(HttpCall call, ObjectStore store, ObjectRef object, Query query, ToyUploadId id) {
        if (call.body().length() < 0) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "The toy needs the length of a part first");
        }
        PartSlot slot = id.slot(ToyWire.number(query, "offset"), call.body().length());
        if (serial) {
            isNext(slot, store.state(id.ref(object), -1, 1));
        }
        Checks checks = new Checks(EnumSet.of(Digest.CRC64), ToyWire.sums(query, "expect-"));
        PartReceipt receipt = store.putPart(id.ref(object), slot, call.body(), checks, Access.NONE);
        Query answer = ToyWire.sums(Query.NONE.with("missing", String.valueOf(receipt.missing())), "", receipt.sums());
        return answer(receipt.missing() == 0 ? ToyWire.receipt(answer, complete(store, object, id)) : answer);
    }

    private static void isNext(PartSlot slot, UploadState state) {
        if (state.phase() != UploadState.Phase.OPEN) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload has ended");
        }
        if (slot.offset() != state.contiguous()) {
            throw UploadException.of(Failure.CONFLICT, "The next part begins at " + state.contiguous() + ", not at " + slot.offset());
        }
    }

    private static ObjectReceipt complete(ObjectStore store, ObjectRef object, ToyUploadId id) {
        return store.complete(id.ref(object), Completion.ALL.expecting(id.size(), Checksums.NONE));
    }

    private static HttpReply answer(Query answer) {
        return HttpReply.of(200, Headers.of(ToyWire.ANSWER, answer.encode()));
    }
}
