package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an initiate said: the first record of an upload's log.
 *
 * @param id the upload id
 * @param version of the object that it will become
 * @param object its name
 * @param size declared bytes
 * @param partSize declared bytes of a part
 * @param known checksums of the object known beforehand
 * @param metadata what travels with it
 * @param replace whether it may replace an object
 * @param initiated when
 * @param customerKey what is kept of the customer's key that all its parts are encrypted with; empty: they are not
 */
record UploadHeader(String id, Version version, ObjectRef object, OptionalLong size, OptionalLong partSize, Checksums known,
        Metadata metadata, boolean replace, Instant initiated, Optional<KeyVerifier> customerKey) {

    static UploadHeader of(UploadRequest request, String id, String version, Instant now) {
        return new UploadHeader(id, Version.of(request.object(), version), request.object(), request.size(), request.partSize(),
            request.known(), request.metadata(), request.replace(), now, KeyVerifier.of(request.access()));
    }

    static UploadHeader decode(byte[] payload) throws DamagedRecordException {
        return Decoder.read(payload, RecordKind.UPLOAD, in -> {
            String id = in.text();
            String version = in.text();
            ObjectRef object = in.object();
            return new UploadHeader(id, Version.of(object, version), object, in.optionalNumber(), in.optionalNumber(), in.sums(),
                in.metadata(), in.flag(), in.time(), in.verifier());
        });
    }

    byte[] encode() {
        return new Encoder().number(RecordKind.UPLOAD.ordinal()).text(id).text(version.id()).object(object).number(size).number(partSize)
            .sums(known).metadata(metadata).flag(replace).time(initiated)
            .verifier(customerKey).bytes();
    }

    UploadRef ref() {
        return new UploadRef(object, id);
    }

    UploadInfo info() {
        return new UploadInfo(ref(), initiated, metadata);
    }

    /** Returns whether {@code request} is for the same bytes, encrypted with the same key or not at all. */
    boolean isFor(UploadRequest request) {
        return size.equals(request.size()) && known.equals(request.known())
            && KeyVerifier.refusal(customerKey, request.access(), "upload").isEmpty();
    }

    boolean isEncrypted() {
        return customerKey.isPresent();
    }
}
