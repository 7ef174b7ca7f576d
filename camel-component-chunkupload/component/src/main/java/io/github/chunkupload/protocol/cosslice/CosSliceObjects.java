package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CarriedMetadata;
import io.github.chunkupload.protocol.Conditions;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations on whole files: one method each. */
final class CosSliceObjects {

    /** Who may read a file: whoever may read its bucket. */
    static final String AUTHORITY = "eInvalid";

    private static final List<String> HEADERS = List.of("cache-control", "content-disposition", "content-encoding", "expires");

    private CosSliceObjects() {
    }

    /** {@code upload}: takes a file in one request. */
    static Answer upload(CosSliceRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        Checksums expected = Slices.sums(request.sha()).and(request.announcedMd5());
        UploadRequest wish = UploadRequest.of(request.object()).withSize(request.form().content().length())
            .withMetadata(request.metadata()).withReplace(request.mayReplace());
        ObjectReceipt receipt = request.store().put(wish, request.form().content(), new Checks(Set.of(Digest.SHA1), expected));
        return Answer.stored(request, receipt.sums().get(Digest.SHA1));
    }

    /** {@code stat}: tells of a file or a directory. */
    static Answer stat(CosSliceRequest request) {
        if (CosSliceDirectories.isDirectory(request.object())) {
            return CosSliceDirectories.stat(request);
        }
        Answer answer = Answer.empty();
        described(request, request.store().head(request.object(), Access.NONE)).forEach(answer::with);
        return answer;
    }

    /** Returns what is told of a file. A store that never took its SHA-1 leaves that out. */
    static Map<String, Object> described(CosSliceRequest request, ObjectInfo info) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", CosSliceDirectories.name(info.object().key()));
        told.put(CosSliceRequest.BIZ_ATTR, attributes(info));
        told.put("filesize", info.size());
        told.put("filelen", info.size());
        info.sums().get(Digest.SHA1).ifPresent(sha -> told.put("sha", sha));
        told.put("ctime", info.modified().getEpochSecond());
        told.put("mtime", info.modified().getEpochSecond());
        told.put("access_url", request.accessUrl(info.object().key()));
        if (request.target().version() == 2) {
            told.put("source_url", request.sourceUrl(info.object().key()));
            told.put("authority", AUTHORITY);
            told.put("custom_headers", info.metadata().headers());
            Session.of(info.metadata().user().getOrDefault(CosSliceRequest.FACTS, ""), "")
                .ifPresent(session -> told.put("slicesize", session.slice()));
        }
        return told;
    }

    /** Returns the attributes that the user's own software keeps with a file. */
    static String attributes(ObjectInfo info) {
        return info.metadata().user().getOrDefault(CosSliceRequest.BIZ_ATTR, "");
    }

    /** {@code delete}: deletes a file, or what was sent of one, or an empty directory. */
    static Answer delete(CosSliceRequest request) {
        if (CosSliceDirectories.isDirectory(request.object())) {
            return CosSliceDirectories.delete(request);
        }
        if (!request.store().delete(request.object()) && !discarded(request.store(), request.object())) {
            throw UploadException.of(Failure.NO_SUCH_OBJECT, "There is no such file");
        }
        return Answer.empty();
    }

    private static boolean discarded(ObjectStore store, ObjectRef object) {
        List<UploadInfo> open = store.uploads(UploadQuery.of(object)).items();
        open.forEach(upload -> store.abort(upload.upload()));
        return !open.isEmpty();
    }

    static HttpReply head(HttpHead head, ObjectStore store, ObjectRef object) {
        ObjectInfo info = store.head(object, Access.NONE);
        Headers headers = describe(info).build();
        return conditionStatus(head, info).map(status -> HttpReply.of(status, headers))
            .orElseGet(() -> HttpReply.of(200, headers.with("Content-Length", String.valueOf(info.size()))));
    }

    static HttpReply get(HttpHead head, ObjectStore store, ObjectRef object) {
        Optional<ByteRange> range = Ranges.in(head.headers());
        Download download = store.get(object, range.orElse(ByteRange.ALL), Access.NONE);
        ObjectInfo info = download.info();
        boolean sent = false;
        try {
            Optional<Integer> unchanged = conditionStatus(head, info);
            sent = unchanged.isEmpty();
            return unchanged.map(status -> HttpReply.of(status, describe(info).build())).orElseGet(() -> sent(download, range));
        } finally {
            if (!sent) {
                close(download);
            }
        }
    }

    private static HttpReply sent(Download download, Optional<ByteRange> range) {
        Headers.Builder headers = describe(download.info());
        if (range.isPresent()) {
            headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), download.info().size()));
        }
        return new HttpReply(range.isPresent() ? 206 : 200, headers.build(), download.body());
    }

    /** Conditions are about the ETag that we tell. */
    private static Optional<Integer> conditionStatus(HttpHead head, ObjectInfo info) {
        Optional<Integer> status = Conditions.status(head.headers(),
            new ObjectInfo(info.object(), info.size(), etag(info), info.sums(), info.metadata(), info.modified()));
        if (status.filter(code -> code == 412).isPresent()) {
            throw UploadException.of(Failure.PRECONDITION_FAILED, "A condition of the request does not hold");
        }
        return status;
    }

    private static String etag(ObjectInfo info) {
        return info.sums().get(Digest.SHA1).orElse(info.etag());
    }

    private static void close(Download download) {
        try {
            download.close();
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "The file could not be closed", e);
        }
    }

    private static Headers.Builder describe(ObjectInfo info) {
        Headers.Builder headers = Headers.builder();
        Metadata metadata = CarriedMetadata.of(info.metadata());
        HEADERS.forEach(name -> headers.add(name, metadata.header(name)));
        return headers
            .add("ETag", ETags.quoted(etag(info)))
            .add("Last-Modified", HttpDates.header(info.modified()))
            .add("Accept-Ranges", "bytes")
            .add("Content-Type", metadata.header("content-type").orElse("application/octet-stream"));
    }
}
