package io.github.chunkupload.toy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store behind a toy server. */
final class ToyClient implements ObjectStore {

    private final HttpTransport transport;
    private final String authority;
    private final StoreTraits traits;

    ToyClient(HttpTransport transport, String authority, boolean serial) {
        this.transport = transport;
        this.authority = authority;
        this.traits = traits(serial);
    }

    static StoreTraits traits(boolean serial) {
        return StoreTraits.by(Addressing.OFFSET).maxPart(1 << 26).alignment(ToyProtocol.GRID).maxPut(0).sizeFirst(true)
            .serial(serial).implicitFinish(true).partsKnown(PartsKnown.FIRST_GAP).partProof(Digest.CRC64).objectProof(Digest.CRC64)
            .partChecks(Digest.values()).subsets(false).listsUploads(false).build();
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        traits.check(request.access());
        Query query = Query.NONE.with("open", request.open().name());
        query = request.replace() ? query : query.with("keep", "");
        query = request.size().isPresent() ? query.with("size", String.valueOf(request.size().getAsLong())) : query;
        Headers headers = Headers.of(ToyWire.METADATA, ToyWire.metadata(request.metadata()));
        Query answer = ask("POST", request.object(), ToyWire.sums(query, "known-", request.known()), headers, Body.EMPTY);
        Optional<ObjectReceipt> done = ToyWire.receipt(request.object(), answer);
        return done.isPresent() ? new Admission.Done(done.get())
            : new Admission.Open(new UploadRef(request.object(), answer.first("id").orElseThrow()), ToyWire.number(answer, "partSize"),
                traits.serial(), ToyWire.number(answer, "contiguous"));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        traits.check(access);
        if (slot.offset() < 0 || body.length() > traits.maxPart()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The toy needs an offset, and at most " + traits.maxPart() + " bytes");
        }
        Query query = id(upload).with("offset", String.valueOf(slot.offset()));
        Query answer = ask("PUT", upload.object(), ToyWire.sums(query, "expect-", checks.expect()), Headers.NONE, body);
        return new PartReceipt(slot.withLength(body.length()), "", ToyWire.sums(answer, ""), ToyWire.number(answer, "missing"),
            ToyWire.receipt(upload.object(), answer));
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        Query answer = ask("GET", upload.object(), id(upload), Headers.NONE, Body.EMPTY);
        return new UploadState(upload, UploadState.Phase.valueOf(answer.first("phase").orElseThrow()), List.of(), false,
            ToyWire.number(answer, "contiguous"), Metadata.NONE, Instant.parse(answer.first("initiated").orElseThrow()));
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw unsupported("metadata at the end");
        }
        Query answer = ask("POST", upload.object(), id(upload), Headers.NONE, Body.EMPTY);
        ObjectReceipt receipt = ToyWire.receipt(upload.object(), answer).orElseThrow();
        new Checks(Set.of(), completion.object()).verify(receipt.sums());
        return receipt;
    }

    @Override
    public void abort(UploadRef upload) {
        ask("DELETE", upload.object(), id(upload), Headers.NONE, Body.EMPTY);
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        throw unsupported("list of uploads");
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        traits.check(request.access());
        throw unsupported("upload in one step");
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        traits.check(access);
        try (HttpReply reply = send("HEAD", object, Query.NONE, Headers.NONE, Body.EMPTY)) {
            ToyWire.answer(reply);
            return ToyWire.info(object, reply);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        traits.check(access);
        Query query = Query.NONE.with("first", String.valueOf(range.first())).with("last", String.valueOf(range.last()));
        HttpReply reply = send("GET", object, query, Headers.NONE, Body.EMPTY);
        try {
            Query answer = ToyWire.answer(reply);
            return new Download(ToyWire.info(object, reply), ToyWire.number(answer, "offset"), reply.body());
        } catch (UploadException e) {
            close(reply);
            throw e;
        }
    }

    @Override
    public boolean delete(ObjectRef object) {
        return ask("DELETE", object, Query.NONE, Headers.NONE, Body.EMPTY).first("deleted").map(Boolean::valueOf).orElse(true);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Optional.empty();
    }

    @Override
    public void close() {
    }

    private Query ask(String method, ObjectRef object, Query query, Headers headers, Body body) {
        try (HttpReply reply = send(method, object, query, headers, body)) {
            return ToyWire.answer(reply);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpReply send(String method, ObjectRef object, Query query, Headers headers, Body body) {
        traits.keys().check(object.key());
        Headers all = Headers.builder().add("Host", authority).addAll(headers).build();
        try {
            return transport.send(HttpCall.to(new HttpHead(method, authority, ToyWire.target(object, query), all), body));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static Query id(UploadRef upload) {
        return Query.NONE.with("id", upload.uploadId());
    }

    private static void close(HttpReply reply) {
        try {
            reply.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static UploadException broken(IOException e) {
        return UploadException.of(Failure.CONNECTION, "The connection to the toy broke", e);
    }

    private static UploadException unsupported(String what) {
        return UploadException.of(Failure.UNSUPPORTED, "The toy has no " + what);
    }
}
