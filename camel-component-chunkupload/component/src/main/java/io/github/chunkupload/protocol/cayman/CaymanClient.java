package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
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
import io.github.chunkupload.store.OpenUpload;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store behind Cayman: the vendor's server, ours, or anything that conforms. An upload has no id, the object itself names it. Nothing
 * is hashed here; receipts tell what the server told.
 *
 * <p>Servers without our extension {@code blocks} are asked for the size the object has so far, which tells where to go on as long as
 * blocks were sent one after another. They do not tell finished objects from unfinished ones either: an abort then removes both.
 */
final class CaymanClient implements ObjectStore {

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final CaymanWire wire;
    private final boolean serial;
    private final StoreTraits traits = CaymanTraits.of();
    private final LostCreates creates = new LostCreates();

    CaymanClient(HttpTransport transport, ClientSettings settings) {
        this.wire = new CaymanWire(transport, settings);
        this.serial = !new CaymanOptions(settings.options()).parallel();
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        CaymanNames.check(request.object());
        refuseCustomerKey(request.access());
        if (request.open() != OpenUploads.REFUSE) {
            throw unsupported("Cayman opens one upload of a key, and always refuses a second one");
        }
        traits.metadata().check(request.metadata());
        creates.send(request.object(), request.size(), mark -> {
            Map<String, String> fields = new LinkedHashMap<>();
            request.size().stream().filter(size -> size > 0).forEach(size -> fields.put("size", String.valueOf(size)));
            fields.put(CaymanUploads.MARK, mark);
            wire.ask(CaymanOperation.CREATE, request.object(), fields, Optional.empty());
        });
        return new Admission.Open(new UploadRef(request.object(), ""), 0, serial, 0);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseCustomerKey(access);
        refuseIds(upload);
        if (slot.offset() < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "Cayman takes blocks by their offset");
        }
        CaymanLimits.check(body);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("offset", String.valueOf(slot.offset()));
        fields.put("len", String.valueOf(body.length()));
        fields.put("unfinished", "true");
        JsonNode reply = wire.ask(CaymanOperation.WRITE, upload.object(), fields, Optional.of(body));
        return PartReceipt.of(slot.withLength(body.length()), "", CaymanJson.md5(reply.path("result")));
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        refuseIds(upload);
        Progress progress = progress(upload.object()).orElseThrow(CaymanClient::noSuchUpload);
        return new UploadState(upload, progress.finished() ? UploadState.Phase.COMPLETED : UploadState.Phase.OPEN, List.of(), false,
            progress.gapless() ? progress.blocks().contiguous() : -1, Metadata.NONE, Instant.EPOCH);
    }

    /**
     * What a server has of an object.
     *
     * @param blocks its bytes
     * @param finished whether it is known to be finished
     * @param gapless whether it is known that there are no gaps in between
     */
    private record Progress(Blocks blocks, boolean finished, boolean gapless) {
    }

    /** Returns what is there; empty: nothing of that name. */
    private Optional<Progress> progress(ObjectRef object) {
        try {
            JsonNode result = wire.ask(CaymanOperation.BLOCKS, object, Map.of(), Optional.empty()).path("result");
            return Optional.of(new Progress(Blocks.read(result.path("ranges")), result.path("finished").asBoolean(false), true));
        } catch (UploadException e) {
            return switch (e.kind()) {
                case NO_SUCH_UPLOAD -> Optional.empty();
                case UNSUPPORTED, INVALID_ARGUMENT, PROTOCOL -> size(object);
                default -> throw e;
            };
        }
    }

    private Optional<Progress> size(ObjectRef object) {
        try {
            return Optional.of(new Progress(Blocks.upTo(info(object).size()), false, serial));
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_OBJECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        refuseIds(upload);
        if (!completion.late().equals(Metadata.NONE)) {
            throw unsupported("Cayman keeps no metadata");
        }
        BlockOrder order = new BlockOrder(completion);
        order.check();
        Optional<Progress> progress = progress(upload.object());
        progress.ifPresent(there -> order.check(there.blocks()));
        wire.ask(CaymanOperation.FINISH, upload.object(), Map.of(), Optional.empty());
        long size = progress.map(there -> there.blocks().end()).orElse(order.end());
        return new ObjectReceipt(upload.object(), size, "", Checksums.NONE, Optional.empty());
    }

    @Override
    public void abort(UploadRef upload) {
        refuseIds(upload);
        try {
            wire.ask(CaymanOperation.REMOVE, upload.object(), Map.of("unfinished", "true"), Optional.empty());
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_OBJECT ? noSuchUpload() : e;
        }
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        throw unsupported("Cayman does not list unfinished objects");
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        throw unsupported("Cayman takes objects in blocks only");
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseCustomerKey(access);
        CaymanInfo info = info(object);
        if (!info.finished()) {
            throw UploadException.of(Failure.NO_SUCH_OBJECT, "The object is not finished");
        }
        return new ObjectInfo(object, info.size(), "", info.sums(), Metadata.NONE, info.modified());
    }

    private CaymanInfo info(ObjectRef object) {
        JsonNode reply = wire.ask(CaymanOperation.INFO, object, Map.of(), Optional.empty());
        CaymanInfo info = CaymanInfo.read(object, reply.path("result"));
        if (info.size() < 0) {
            throw UploadException.of(Failure.PROTOCOL, "The server does not tell the size of the object");
        }
        return info;
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        ObjectInfo info = head(object, access);
        ByteRange within = range.within(info.size());
        HttpReply reply;
        if (within.length() == info.size()) {
            reply = wire.bytes(CaymanOperation.DOWNLOAD, object, Map.of(), info.size());
        } else {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("offset", String.valueOf(within.first()));
            fields.put("length", String.valueOf(within.length()));
            fields.put("len", String.valueOf(within.length()));
            reply = wire.bytes(CaymanOperation.READ, object, fields, within.length());
        }
        return new Download(info, within.first(), reply.body());
    }

    @Override
    public boolean delete(ObjectRef object) {
        try {
            wire.ask(CaymanOperation.REMOVE, object, Map.of(), Optional.empty());
            return true;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_OBJECT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        OpenUpload open = this::open;
        return Stream.of(open, new BucketsClient(wire), new ListingClient(wire), new EditingClient(wire),
            new VerifyClient(this, wire, CaymanLimits.MAX_MD5_SYNC, PATIENCE)).filter(type::isInstance).findFirst().map(type::cast);
    }

    private Optional<UploadInfo> open(ObjectRef object) {
        return progress(object).filter(there -> !there.finished())
            .map(there -> new UploadInfo(new UploadRef(object, ""), Instant.EPOCH, Metadata.NONE));
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    private static void refuseIds(UploadRef upload) {
        if (!upload.uploadId().isEmpty()) {
            throw noSuchUpload();
        }
    }

    private static void refuseCustomerKey(Access access) {
        if (access.customerKey().isPresent()) {
            throw unsupported("Customer keys are not supported with Cayman");
        }
    }

    private static UploadException noSuchUpload() {
        return UploadException.of(Failure.NO_SUCH_UPLOAD, "No object of that name is being written");
    }

    private static UploadException unsupported(String why) {
        return UploadException.of(Failure.UNSUPPORTED, why);
    }
}
