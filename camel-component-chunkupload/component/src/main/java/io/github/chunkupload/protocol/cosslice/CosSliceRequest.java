package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.util.Locale;
import java.util.Optional;

/**
 * An operation that was admitted.
 *
 * @param call as it came; its body was read
 * @param target what it addresses
 * @param form its fields
 * @param store with the rights of the caller
 * @param settings those of the server
 */
record CosSliceRequest(HttpCall call, CosSliceTarget target, Form form, ObjectStore store, ServerSettings settings) {

    /** The user's own metadata in which the attributes of the protocol are kept. */
    static final String BIZ_ATTR = "biz_attr";
    /** The user's own metadata in which the store keeps how a file of files/v2 is sliced. */
    static final String FACTS = Metadata.NOTE + "slices";

    ObjectRef object() {
        return target.object();
    }

    /** Returns the SHA-1 that the request announces, in lower case. */
    Optional<String> sha() {
        return form.field("sha").map(sha -> sha.strip().toLowerCase(Locale.ROOT)).map(sha -> {
            if (!sha.matches("[0-9a-f]{40}")) {
                throw CosSliceError.INVALID_SHA.failure("The field sha is not 40 hex digits");
            }
            return sha;
        });
    }

    /** Returns the MD5 that the request announces of its content. */
    Checksums announcedMd5() {
        Optional<String> md5 = form.field("datamd5").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (md5.isPresent() && !md5.get().matches("[0-9a-f]{32}")) {
            throw CosSliceError.INVALID_SHA.failure("The field datamd5 is not 32 hex digits");
        }
        return md5.map(text -> Checksums.of(Digest.MD5, text)).orElse(Checksums.NONE);
    }

    /** Returns the size that the request announces. */
    long size() {
        return form.number("filesize").orElseThrow(() -> missingSize());
    }

    private UploadException missingSize() {
        return (form.field("filesize").isEmpty() ? CosSliceError.FILESIZE_MISSING : CosSliceError.FILESIZE)
            .failure("The field filesize is missing or no number");
    }

    /** Returns whether the file may replace another: only where {@code insertOnly} is 0. */
    boolean mayReplace() {
        return form.field("insertOnly").filter("0"::equals).isPresent();
    }

    Metadata metadata() {
        return form.field(BIZ_ATTR).map(value -> Metadata.NONE.withUser(BIZ_ATTR, value)).orElse(Metadata.NONE);
    }

    /** Returns where the file can be read: where it was sent to, or at the vendor's host for downloads if that was one of the vendor's. */
    String accessUrl(String key) {
        String name = target.bucket().name() + "-" + target.bucket().appId();
        String host = call.head().host();
        return scheme() + (CosSliceHosts.isVendor(host) ? CosSliceHosts.download(name, call.head().authority())
            : call.head().authority() + "/" + name) + KeyPath.encode(key);
    }

    /** Returns where the file can be read past all caches. */
    String sourceUrl(String key) {
        String name = target.bucket().name() + "-" + target.bucket().appId();
        return CosSliceHosts.isVendor(call.head().host())
            ? scheme() + CosSliceHosts.origin(name, call.head().authority()) + KeyPath.encode(key) : accessUrl(key);
    }

    /** Returns where operations on the file go. */
    String url() {
        return scheme() + call.head().authority() + CosSliceTarget.operation(target.version(), target.bucket(), object().key());
    }

    private String scheme() {
        return settings.options().getOrDefault(CosSliceProtocol.SCHEME.name(), CosSliceProtocol.SCHEME.defaultValue()) + "://";
    }

    /** Returns {@code /<appid>/<bucket>/<path>}. */
    String resourcePath() {
        return target.file();
    }
}
