package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Conditions;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations on whole files: one method each. */
final class CosSliceObjects {

    private CosSliceObjects() {
    }

    /** Takes a file in one request. */
    static Answer upload(CosSliceRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        Checksums expected = request.sha().map(sha -> Checksums.of(Digest.SHA1, sha)).orElse(Checksums.NONE);
        UploadRequest wish = UploadRequest.of(request.object()).withSize(request.form().content().length())
            .withMetadata(request.metadata()).withReplace(request.mayReplace());
        ObjectReceipt receipt = request.store().put(wish, request.form().content(), new Checks(Set.of(Digest.SHA1), expected));
        return Answer.stored(request, receipt.sums().get(Digest.SHA1));
    }

    /** Tells of a file. A store that never took its SHA-1 leaves that out. */
    static Answer stat(CosSliceRequest request) {
        ObjectInfo info = request.store().head(request.object(), Access.NONE);
        String key = request.object().key();
        Answer answer = Answer.empty().with("name", key.substring(key.lastIndexOf('/') + 1))
            .with("biz_attr", info.metadata().user().getOrDefault(CosSliceRequest.BIZ_ATTR, ""))
            .with("filesize", info.size()).with("filelen", info.size())
            .with("ctime", info.modified().getEpochSecond()).with("mtime", info.modified().getEpochSecond())
            .with("access_url", request.accessUrl());
        info.sums().get(Digest.SHA1).ifPresent(sha -> answer.with("sha", sha));
        return answer;
    }

    /** Deletes a file, or what was sent of one. */
    static Answer delete(CosSliceRequest request) {
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
        return HttpReply.of(Conditions.status(head.headers(), info).orElse(200),
            describe(info).add("Content-Length", String.valueOf(info.size())).build());
    }

    static HttpReply get(HttpHead head, ObjectStore store, ObjectRef object) {
        Optional<ByteRange> range = Ranges.in(head.headers());
        Download download = store.get(object, range.orElse(ByteRange.ALL), Access.NONE);
        ObjectInfo info = download.info();
        Optional<Integer> refusal = Conditions.status(head.headers(), info);
        if (refusal.isPresent()) {
            close(download);
            if (refusal.get() == 412) {
                throw UploadException.of(Failure.PRECONDITION_FAILED, "A condition of the request does not hold");
            }
            return HttpReply.of(refusal.get(), describe(info).build());
        }
        Headers.Builder headers = describe(info);
        if (range.isPresent()) {
            headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), info.size()));
        }
        return new HttpReply(range.isPresent() ? 206 : 200, headers.build(), download.body());
    }

    private static void close(Download download) {
        try {
            download.close();
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "The file could not be closed", e);
        }
    }

    private static Headers.Builder describe(ObjectInfo info) {
        return Headers.builder()
            .add("ETag", ETags.quoted(info.sums().get(Digest.SHA1).orElse(info.etag())))
            .add("Last-Modified", HttpDates.header(info.modified()))
            .add("Accept-Ranges", "bytes")
            .add("Content-Type", info.metadata().header("content-type").orElse("application/octet-stream"));
    }
}
