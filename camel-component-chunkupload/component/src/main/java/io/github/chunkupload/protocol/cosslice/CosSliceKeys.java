package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of buckets and files. A bucket has its application id at the end: {@code examplebucket-1250000000}. */
final class CosSliceKeys {

    /** Which files can be made: an encoded path of this length fits a URL of 2048 bytes whatever its characters are. */
    static final KeyRule RULE = rule(KeyRule.upTo(600));
    /** Which names can be asked for. */
    static final KeyRule ASKED = KeyRule.upTo(600);

    /** The order of lists: that of the bytes in UTF-8. */
    static final Comparator<String> BY_BYTES = Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final String FORBIDDEN = "?*:|\\<>\"";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,79}");
    private static final Pattern BUCKET = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]{0,59})-([0-9]{1,19})");

    private CosSliceKeys() {
    }

    /**
     * A bucket as the requests name it.
     *
     * @param name without the application id
     * @param appId digits
     */
    record Bucket(String name, String appId) {
    }

    /**
     * Takes the name of a bucket apart.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static Bucket bucket(String name) {
        Matcher matcher = BUCKET.matcher(name);
        if (!matcher.matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET,
                "The name of a bucket has letters, digits and dashes, and ends in a dash and the application id");
        }
        return new Bucket(matcher.group(1), matcher.group(2));
    }

    /**
     * Refuses what is the name of a bucket neither with the application id nor without.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static void checkBucket(String name) {
        if (!NAME.matcher(name).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET,
                "The name of a bucket has letters, digits and dashes, beginning with a letter or digit, and at most 80 of them");
        }
    }

    private static KeyRule rule(KeyRule storable) {
        return new KeyRule() {
            @Override
            public int maxBytes() {
                return storable.maxBytes();
            }

            @Override
            public Optional<String> refusal(String key) {
                return storable.refusal(key).or(() -> misnamed(key));
            }
        };
    }

    private static Optional<String> misnamed(String key) {
        if (key.startsWith("/") || key.endsWith("/") || key.contains("//")) {
            return Optional.of("The name of a file neither begins nor ends with a slash, and has no empty segment");
        }
        return key.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)
            ? Optional.of("The name of a file has none of the characters " + FORBIDDEN) : Optional.empty();
    }
}
