package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The names of objects and buckets. */
final class QingStorKeys {

    static final KeyRule RULE = KeyRule.upTo(QingStorLimits.MAX_KEY);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{4,61}[a-z0-9]");

    private QingStorKeys() {
    }

    /**
     * Encodes a key for the path of a request as the vendor's Java SDK does: slashes stay. A key that a proxy might normalise, because it
     * has dot segments or slashes without anything between them, has its slashes encoded, as all are by the vendor's JavaScript SDK.
     */
    static String path(String key) {
        if (isDots(key)) {
            return "%2E" + key.substring(1);
        }
        List<String> segments = Arrays.asList(key.split("/", -1));
        List<String> inner = segments.subList(0, segments.size() - 1);
        boolean plain = segments.stream().noneMatch(QingStorKeys::isDots) && inner.stream().noneMatch(String::isEmpty);
        return plain ? Percent.encodePath(key) : Percent.encode(key);
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

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
