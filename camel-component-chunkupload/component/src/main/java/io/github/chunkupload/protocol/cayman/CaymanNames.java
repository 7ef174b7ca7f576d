package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of buckets and objects. The manual has no rule for either; an object id is a relative path inside its bucket. */
final class CaymanNames {

    /** Relative paths without empty segments and dot segments. */
    static final KeyRule RULE = new KeyRule() {

        private final KeyRule storable = KeyRule.upTo(CaymanLimits.MAX_KEY);

        @Override
        public int maxBytes() {
            return storable.maxBytes();
        }

        @Override
        public Optional<String> refusal(String key) {
            return storable.refusal(key).or(() -> Stream.of(key.split("/", -1)).anyMatch(CaymanNames::isNoSegment)
                ? Optional.of("An object id is a relative path: no segment of it is empty, '.' or '..'") : Optional.empty());
        }
    };

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (CaymanLimits.MAX_BUCKET - 1) + "}");

    private CaymanNames() {
    }

    private static boolean isNoSegment(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    /**
     * Refuses what is no name of a bucket.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static void checkBucket(String bucket) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET, "A bucket has a name of 1 to " + CaymanLimits.MAX_BUCKET
                + " letters, digits, '.', '_' and '-', which begins with a letter or digit");
        }
    }

    /** Refuses names of which one is none. */
    static void check(ObjectRef object) {
        checkBucket(object.bucket());
        RULE.check(object.key());
    }

    /** Returns the last segment of an object id. */
    static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** Returns the directory of an object id, beginning with a slash. */
    static String directory(String key) {
        return "/" + key.substring(0, Math.max(0, key.lastIndexOf('/')));
    }

    /** Returns the object id that an old {@code dir} and {@code name} stand for. */
    static String key(String directory, String name) {
        String inside = directory.replaceAll("^/+|/+$", "");
        return inside.isEmpty() ? name : inside + "/" + name;
    }
}
