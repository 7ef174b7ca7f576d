package io.github.chunkupload.component;

import static io.github.chunkupload.component.ChunkUploadConstants.ABORTED;
import static io.github.chunkupload.component.ChunkUploadConstants.AFTER;
import static io.github.chunkupload.component.ChunkUploadConstants.DELETED;
import static io.github.chunkupload.component.ChunkUploadConstants.DELIMITER;
import static io.github.chunkupload.component.ChunkUploadConstants.EXPECTED;
import static io.github.chunkupload.component.ChunkUploadConstants.KEY;
import static io.github.chunkupload.component.ChunkUploadConstants.LIMIT;
import static io.github.chunkupload.component.ChunkUploadConstants.METADATA;
import static io.github.chunkupload.component.ChunkUploadConstants.OBJECT_SIZE;
import static io.github.chunkupload.component.ChunkUploadConstants.OFFSET;
import static io.github.chunkupload.component.ChunkUploadConstants.OPERATION;
import static io.github.chunkupload.component.ChunkUploadConstants.PART_INDEX;
import static io.github.chunkupload.component.ChunkUploadConstants.PART_SIZE;
import static io.github.chunkupload.component.ChunkUploadConstants.PREFIX;
import static io.github.chunkupload.component.ChunkUploadConstants.RANGE;
import static io.github.chunkupload.component.ChunkUploadConstants.RECEIPT;
import static io.github.chunkupload.component.ChunkUploadConstants.RECEIPTS;
import static io.github.chunkupload.component.ChunkUploadConstants.SIZE;
import static io.github.chunkupload.component.ChunkUploadConstants.UPLOAD_ID;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
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
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.ObjectHelper;

/** The store that a Camel user sees: every call is an exchange with an operation, sent to a producer. */
final class CamelStore implements ObjectStore {

    private final Node node;
    private final String options;

    CamelStore(Node node, String options) {
        this.node = node;
        this.options = options;
    }

    Message call(String operation, String bucket, boolean replace, Object body, Map<String, Object> headers) {
        return call(operation, bucket, replace, body, headers, Access.NONE);
    }

    private static String option(Access access) {
        return access.customerKey().map(CustomerKey::bytes).map(Base64.getEncoder()::encodeToString)
            .map(key -> "&customerSecretKey=RAW(" + key + ")").orElse("");
    }

    private Message call(String operation, String bucket, boolean replace, Object body, Map<String, Object> headers, Access access) {
        String uri = node.to(bucket, options + option(access) + "&autoCloseBody=false" + (replace ? "" : "&ifExists=fail"));
        Map<String, Object> all = new HashMap<>(headers);
        all.put(OPERATION, operation);
        try {
            return node.call(uri, body, all).getMessage();
        } catch (ResolveEndpointFailedException e) {
            throw UploadException.of(Failure.INVALID_BUCKET, "No endpoint for this bucket", e);
        } catch (Exception e) {
            UploadException failure = ObjectHelper.getException(UploadException.class, e);
            throw failure != null ? failure : new CamelExecutionException("Not a named failure", null, e);
        }
    }

    private Message call(String operation, ObjectRef object, Access access, Object... headers) {
        return call(operation, object.bucket(), true, null, headers(object, headers), access);
    }

    private Message call(String operation, UploadRef upload, Object... headers) {
        Map<String, Object> all = headers(upload.object(), headers);
        all.put(UPLOAD_ID, upload.uploadId());
        return call(operation, upload.object().bucket(), true, null, all);
    }

    private static Map<String, Object> headers(ObjectRef object, Object... more) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(KEY, object.key());
        for (int i = 0; i < more.length; i += 2) {
            headers.put((String) more[i], more[i + 1]);
        }
        return headers;
    }

    /** Returns the traits but for what no operation of the component offers. */
    @Override
    public StoreTraits traits(String bucket) {
        return call("describe", bucket, true, null, Map.of()).getBody(StoreTraits.class).toBuilder().partChecks()
            .openUploads(OpenUploads.INDEPENDENT).build();
    }

    @Override
    public Admission initiate(UploadRequest request) {
        if (request.open() != OpenUploads.INDEPENDENT) {
            throw UploadException.of(Failure.UNSUPPORTED, "No operation asks for that");
        }
        Map<String, Object> headers = headers(request.object(), EXPECTED, request.known(), METADATA, request.metadata());
        request.size().ifPresent(size -> headers.put(OBJECT_SIZE, size));
        request.partSize().ifPresent(size -> headers.put(PART_SIZE, size));
        Message answer = call("initiate", request.object().bucket(), request.replace(), null, headers, request.access());
        UploadRef upload = new UploadRef(request.object(), answer.getHeader(UPLOAD_ID, String.class));
        return new Admission.Open(upload, answer.getHeader(PART_SIZE, Long.class), false, answer.getHeader(OFFSET, Long.class));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        Map<String, Object> headers = headers(upload.object(), UPLOAD_ID, upload.uploadId(), PART_INDEX, slot.index(), OFFSET,
            slot.offset());
        return call("uploadPart", upload.object().bucket(), true, stream(body, headers), headers, access)
            .getHeader(RECEIPT, PartReceipt.class);
    }

    /** Opens the body when the first byte is read. */
    private static InputStream stream(Body body, Map<String, Object> headers) {
        if (body.length() >= 0) {
            headers.put(Exchange.FILE_LENGTH, body.length());
        }
        return new InputStream() {
            private InputStream in;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                in = in == null ? body.open() : in;
                return in.read(bytes, offset, count);
            }
        };
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return call("listParts", upload, AFTER, afterIndex, LIMIT, limit).getBody(UploadState.class);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw UploadException.of(Failure.UNSUPPORTED, "The operation complete takes no metadata");
        }
        Map<String, Object> headers = headers(upload.object(), UPLOAD_ID, upload.uploadId(), EXPECTED, completion.object());
        completion.size().ifPresent(size -> headers.put(OBJECT_SIZE, size));
        if (!completion.parts().isEmpty()) {
            headers.put(RECEIPTS, completion.parts());
        }
        return receipt(upload.object(), call("complete", upload.object().bucket(), completion.replace(), null, headers));
    }

    private static ObjectReceipt receipt(ObjectRef object, Message answer) {
        String etag = answer.getHeader(ChunkUploadConstants.ETAG, "", String.class);
        return new ObjectReceipt(object, answer.getHeader(SIZE, -1L, Long.class), etag, sums(answer),
            Optional.ofNullable(answer.getHeader(ChunkUploadConstants.LOCATION, String.class)));
    }

    private static Checksums sums(Message answer) {
        Checksums sums = Checksums.NONE;
        String text = answer.getHeader(ChunkUploadConstants.CHECKSUM, "", String.class);
        for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
            sums = sums.with(Digest.of(each.substring(0, each.indexOf(':'))), each.substring(each.indexOf(':') + 1));
        }
        return sums;
    }

    @Override
    public void abort(UploadRef upload) {
        if (call("abort", upload).getHeader(ABORTED, Integer.class) == 0) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "There was none");
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Page<UploadInfo> uploads(UploadQuery query) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(query.exact() ? KEY : PREFIX, query.prefix());
        headers.put(DELIMITER, query.delimiter());
        headers.put(AFTER, query.after());
        headers.put(LIMIT, query.limit());
        return call("listUploads", query.bucket(), true, null, headers).getBody(Page.class);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        Map<String, Object> headers = headers(request.object(), METADATA, request.metadata());
        return receipt(request.object(), call("putObject", request.object().bucket(), request.replace(), stream(body, headers), headers,
            request.access()));
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return call("headObject", object, access).getBody(ObjectInfo.class);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        String text = (range.first() < 0 ? "" : range.first()) + "-" + (range.last() == Long.MAX_VALUE ? "" : range.last());
        Message answer = call("getObject", object, access, RANGE, text);
        ObjectInfo info = new ObjectInfo(object, answer.getHeader(SIZE, Long.class),
            answer.getHeader(ChunkUploadConstants.ETAG, "", String.class), sums(answer), metadata(answer),
            Instant.ofEpochMilli(answer.getHeader(Exchange.FILE_LAST_MODIFIED, Long.class)));
        return new Download(info, answer.getHeader(OFFSET, Long.class),
            Body.once(answer.getBody(InputStream.class), answer.getHeader(Exchange.CONTENT_LENGTH, Long.class)));
    }

    private static Metadata metadata(Message answer) {
        Metadata metadata = Metadata.NONE;
        Map<?, ?> all = answer.getHeader(METADATA, Map.class);
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            String name = (String) entry.getKey();
            metadata = Requests.isStandard(name) ? metadata.withHeader(name, (String) entry.getValue())
                : metadata.withUser(name, (String) entry.getValue());
        }
        return metadata;
    }

    @Override
    public boolean delete(ObjectRef object) {
        return call("deleteObject", object, Access.NONE).getHeader(DELETED, Boolean.class);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type.isAssignableFrom(CamelCapabilities.class) ? Optional.of(type.cast(new CamelCapabilities(this))) : Optional.empty();
    }

    @Override
    public void close() {
    }
}
