package io.github.chunkupload.disk;

import io.github.chunkupload.store.BucketInfo;
import java.time.Instant;

/**
 * A bucket that somebody made.
 *
 * @param name its name
 * @param created when
 */
record BucketRecord(String name, Instant created) {

    static final String DIRECTORY = "buckets";

    /** Returns the name of the file of {@code bucket}. */
    static String file(String bucket) {
        return DIRECTORY + "/" + Version.hash(bucket);
    }

    static BucketRecord decode(byte[] file) throws DamagedRecordException {
        return Decoder.read(Frame.only(file), RecordKind.BUCKET, in -> new BucketRecord(in.text(), in.time()));
    }

    byte[] encode() {
        return Frame.seal(new Encoder().number(RecordKind.BUCKET.ordinal()).text(name).time(created).bytes(), 0);
    }

    BucketInfo info() {
        return new BucketInfo(name, created);
    }
}
