package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one small record that is an object: renaming it to its place makes the object.
 *
 * @param version whose data files hold the bytes
 * @param uploadId the upload it came from; empty: it came in one piece
 * @param list the parts it was made of
 * @param object its name
 * @param size bytes
 * @param etag opaque
 * @param sums checksums of all its bytes, as far as known
 * @param metadata what travels with it
 * @param modified when it was made
 * @param replace whether it may replace another
 * @param extents where its bytes lie, in their order; never empty, so that every object has a data file. Those of an encrypted one are
 *     counted in plain bytes
 * @param customerKey what is kept of the customer's key it is encrypted with; empty: it is not
 */
record ObjectRecord(Version version, String uploadId, PartList list, ObjectRef object, long size, String etag, Checksums sums,
        Metadata metadata, Instant modified, boolean replace, List<Extent> extents, Optional<KeyVerifier> customerKey) {

    static ObjectRecord decode(byte[] file) throws DamagedRecordException {
        return Decoder.read(Frame.only(file), RecordKind.OBJECT, ObjectRecord::fields);
    }

    static ObjectRecord fields(Decoder in) {
        String version = in.text();
        String uploadId = in.text();
        PartList list = new PartList(in.text(), in.text());
        ObjectRef object = in.object();
        return new ObjectRecord(Version.of(object, version), uploadId, list, object, in.number(), in.text(), in.sums(), in.metadata(),
            in.time(), in.flag(), extents(in), in.verifier());
    }

    private static List<Extent> extents(Decoder in) {
        List<Extent> extents = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            extents.add(new Extent(in.count(), in.number(), in.number()));
        }
        return extents;
    }

    /** Returns the whole file. */
    byte[] encode() {
        return Frame.seal(fields(new Encoder().number(RecordKind.OBJECT.ordinal())).bytes(), 0);
    }

    Encoder fields(Encoder out) {
        out.text(version.id()).text(uploadId).text(list.slots()).text(list.etags()).object(object).number(size).text(etag).sums(sums)
            .metadata(metadata).time(modified).flag(replace).number(extents.size());
        for (Extent extent : extents) {
            out.number(extent.file()).number(extent.offset()).number(extent.length());
        }
        return out.verifier(customerKey);
    }

    ObjectRecord with(List<Extent> others) {
        return new ObjectRecord(version, uploadId, list, object, size, etag, sums, metadata, modified, replace, others,
            customerKey);
    }

    ObjectRecord with(Checksums others) {
        return new ObjectRecord(version, uploadId, list, object, size, etag, others, metadata, modified, replace, extents, customerKey);
    }

    /** Returns this with all its bytes in one place of another version, which may replace this one. */
    ObjectRecord in(Version other, Extent place) {
        return new ObjectRecord(other, uploadId, list, object, size, etag, sums, metadata, modified, true, List.of(place), customerKey);
    }

    /** Returns the id that the encryption of its bytes is bound to: that of its upload, or of its version where there was none. */
    String sealedBy() {
        return uploadId.isEmpty() ? version.id() : uploadId;
    }

    /** Returns the names of the data files that hold bytes of it. */
    List<String> files() {
        return numbers().stream().map(version::file).toList();
    }

    List<Integer> numbers() {
        return extents.stream().map(Extent::file).distinct().toList();
    }

    ObjectInfo info() {
        return new ObjectInfo(object, size, etag, sums, metadata, modified);
    }

    ObjectReceipt receipt() {
        return new ObjectReceipt(object, size, etag, sums, Optional.empty());
    }

    UploadRef upload() {
        return new UploadRef(object, uploadId);
    }
}
