package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.UploadException;
import java.util.regex.Pattern;

/** The names of objects and buckets. */
final class QingStorKeys {

    static final KeyRule RULE = KeyRule.upTo(QingStorLimits.MAX_KEY);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{4,61}[a-z0-9]");

    private QingStorKeys() {
    }

    /**
     * Refuses what is no name of a bucket.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static void checkBucket(String name) {
        if (!BUCKET.matcher(name).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET,
                "The name of a bucket has 6 to 63 lower-case letters, digits and dashes, and no dash at its ends");
        }
    }
}
