package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Permits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that make a file of another without its bytes being sent: one method each. The store does it by knowing the bytes, or by
 * copying them; one that can do neither refuses.
 */
final class CosSliceCopies {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String USER = "x-cos-meta-";
    private static final Set<String> KEPT = Set.of("content-type", "cache-control", "content-disposition", "content-encoding", "expires");
    private static final Map<String, Long> FLAGS = Map.of(CosSliceRequest.BIZ_ATTR, 0x01L, "custom_headers", 0x40L, "authority", 0x80L);

    private CosSliceCopies() {
    }

    /** {@code copy}: makes a second file of the same bytes. */
    static Answer copy(CosSliceRequest request) {
        copied(request, destination(request));
        return Answer.empty();
    }

    /** {@code move}: gives a file another name. Whoever looks in between sees it under both. */
    static Answer move(CosSliceRequest request) {
        ObjectRef destination = destination(request);
        Permits.demandDelete(request.store(), request.object());
        copied(request, destination);
        request.store().delete(request.object());
        return Answer.empty();
    }

    private static ObjectRef destination(CosSliceRequest request) {
        String path = request.form().field("dest_fileid")
            .orElseThrow(() -> CosSliceError.REQUEST_PARAMETER.failure("The field dest_fileid is missing"));
        ObjectRef destination = new ObjectRef(request.object().bucket(), path.startsWith("/") ? path.substring(1) : path);
        CosSliceKeys.RULE.check(destination.key());
        if (destination.equals(request.object())) {
            throw CosSliceError.REQUEST_PARAMETER.failure("The field dest_fileid names the file itself");
        }
        return destination;
    }

    private static void copied(CosSliceRequest request, ObjectRef destination) {
        boolean replace = request.form().field("to_over_write").filter("1"::equals).isPresent();
        ObjectInfo source = request.store().head(request.object(), Access.NONE);
        copied(request.store(), source, UploadRequest.of(destination).withMetadata(source.metadata()).withReplace(replace));
    }

    /** {@code update}: changes what travels with a file. */
    static Answer update(CosSliceRequest request) {
        if (field(request, "authority").filter(authority -> !authority.equals(CosSliceObjects.AUTHORITY)).isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "A file has no authority of its own here: the rights are those of the bucket");
        }
        if (request.form().field("forbid").filter(forbid -> !forbid.equals("0")).isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "A file cannot be closed here: forbid must be 0");
        }
        ObjectInfo source = request.store().head(request.object(), Access.NONE);
        Metadata metadata = source.metadata();
        Optional<String> attributes = field(request, CosSliceRequest.BIZ_ATTR);
        if (attributes.isPresent()) {
            metadata = metadata.withUser(CosSliceRequest.BIZ_ATTR, attributes.get());
        }
        Optional<String> headers = field(request, "custom_headers");
        if (headers.isPresent()) {
            metadata = metadata.and(headers(headers.get()));
        }
        copied(request.store(), source, UploadRequest.of(request.object()).withMetadata(metadata));
        return Answer.empty();
    }

    /** Returns a field that is there and that the flag, where there is one, tells to be meant. */
    private static Optional<String> field(CosSliceRequest request, String name) {
        long flag = request.form().number("flag").orElse(0);
        return flag != 0 && (flag & FLAGS.get(name)) == 0 ? Optional.empty() : request.form().field(name);
    }

    private static Metadata headers(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw CosSliceError.JSON_PARSE.failure("The field custom_headers is no JSON");
        }
        Metadata metadata = Metadata.NONE;
        for (Map.Entry<String, JsonNode> header : root.properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(USER) && name.length() > USER.length()) {
                metadata = metadata.withUser(name.substring(USER.length()), header.getValue().asText());
            } else if (KEPT.contains(name)) {
                metadata = metadata.withHeader(name, header.getValue().asText());
            } else {
                throw UploadException.of(Failure.UNSUPPORTED, "A header that is not kept here: " + name);
            }
        }
        return metadata;
    }

    private static void copied(ObjectStore store, ObjectInfo source, UploadRequest wish) {
        if (source.size() == 0) {
            store.put(wish.withSize(0), Body.EMPTY, Checks.NONE);
        } else if (!isKnown(store, source, wish)) {
            PartCopy copier = store.capability(PartCopy.class)
                .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "The store behind cannot copy a file"));
            copied(store, copier, source, wish);
        }
    }

    /** Lets a store that finds bytes by their SHA-1 make the file at once. */
    private static boolean isKnown(ObjectStore store, ObjectInfo source, UploadRequest wish) {
        Optional<String> sha = source.sums().get(Digest.SHA1);
        boolean finds = store.traits(wish.object().bucket()).instant().filter(Digest.SHA1::equals).isPresent();
        if (!finds || sha.isEmpty()) {
            return false;
        }
        UploadRequest known = wish.withSize(source.size()).withKnown(Checksums.of(Digest.SHA1, sha.get()));
        if (store.initiate(known) instanceof Admission.Open open) {
            store.abort(open.upload());
            return false;
        }
        return true;
    }

    private static void copied(ObjectStore store, PartCopy copier, ObjectInfo source, UploadRequest wish) {
        long most = store.traits(wish.object().bucket()).maxPart();
        if (!(store.initiate(wish.withSize(source.size())) instanceof Admission.Open open)) {
            return;
        }
        UploadRef upload = open.upload();
        try {
            int index = 0;
            for (long offset = 0; offset < source.size(); offset += most) {
                long length = Math.min(most, source.size() - offset);
                CopySource bytes = new CopySource(source.object(), new ByteRange(offset, offset + length - 1), source.etag(), Access.NONE);
                copier.copyPart(upload, new PartSlot(index++, offset, length), bytes, Access.NONE);
            }
            store.complete(upload, Completion.ALL.expecting(source.size(), source.sums()).withReplace(wish.replace()));
        } catch (UploadException e) {
            abort(store, upload, e);
            throw e;
        }
    }

    private static void abort(ObjectStore store, UploadRef upload, UploadException cause) {
        try {
            store.abort(upload);
        } catch (UploadException e) {
            cause.addSuppressed(e);
        }
    }
}
