package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request addresses: {@code /files/v1/<appid>/<bucket>/<path>} for operations; for downloads {@code /<path>} at the host
 * {@code <bucket>-<appid>.…}, or {@code /<bucket>-<appid>/<path>}.
 *
 * @param version of the dialect, 1 or 2; 0: a download
 * @param bucket as the request names it
 * @param object as the store behind names it
 */
record CosSliceTarget(int version, CosSliceKeys.Bucket bucket, ObjectRef object) {

    /** What all operations of a dialect begin with, without its number. */
    static final String OPERATIONS = "/files/v";

    private static final Pattern OPERATION = Pattern.compile("/files/v([12])/([0-9]{1,19})/([A-Za-z0-9-]+)(/.*)?");
    private static final Pattern HOST = Pattern.compile("([a-z0-9][a-z0-9-]*-[0-9]{5,19})\\..+");

    /**
     * Returns what a request addresses.
     *
     * @throws UploadException {@link Failure#INVALID_BUCKET} when it names none, {@link Failure#NO_SUCH_BUCKET} when it is not served
     * @throws IllegalArgumentException when the percent-encoding of the path is broken
     */
    static CosSliceTarget of(HttpHead head, ServerSettings settings) {
        String path = head.rawPath();
        Matcher operation = OPERATION.matcher(path);
        if (operation.matches()) {
            CosSliceKeys.Bucket bucket = new CosSliceKeys.Bucket(operation.group(3), operation.group(2));
            return of(Integer.parseInt(operation.group(1)), bucket, Optional.ofNullable(operation.group(4)).orElse("/"), settings);
        }
        Matcher host = HOST.matcher(head.host());
        if (host.matches()) {
            return of(0, CosSliceKeys.bucket(host.group(1)), path, settings);
        }
        int slash = path.indexOf('/', 1);
        String first = path.substring(1, slash < 0 ? path.length() : slash);
        return of(0, CosSliceKeys.bucket(Percent.decode(first)), slash < 0 ? "/" : path.substring(slash), settings);
    }

    private static CosSliceTarget of(int version, CosSliceKeys.Bucket bucket, String path, ServerSettings settings) {
        return new CosSliceTarget(version, bucket, new ObjectRef(served(bucket, settings), decode(path).substring(1)));
    }

    /** The store may know the bucket with its application id or without: the settings tell; with it where they do not. */
    private static String served(CosSliceKeys.Bucket bucket, ServerSettings settings) {
        String full = bucket.name() + "-" + bucket.appId();
        boolean ours = settings.appId().isEmpty() || settings.appId().equals(bucket.appId());
        boolean known = settings.buckets().contains(full) || settings.buckets().isEmpty();
        if (ours && known && !settings.defaultBucket().equals(bucket.name())) {
            return full;
        }
        if (ours && (settings.buckets().contains(bucket.name()) || settings.buckets().isEmpty())) {
            return bucket.name();
        }
        throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
    }

    /** Decodes a path or the file of a signature once: a plus is a blank here, as the Java SDK writes it. */
    static String decode(String path) {
        return Percent.decode(path.replace('+', ' '));
    }

    /** Returns the path of an operation on {@code key}, encoded. */
    static String operation(int version, CosSliceKeys.Bucket bucket, String key) {
        return OPERATIONS + version + resource(bucket, key);
    }

    /** Returns {@code /<appid>/<bucket>/<path>}, encoded, as signatures and answers have it. */
    static String resource(CosSliceKeys.Bucket bucket, String key) {
        return "/" + bucket.appId() + "/" + bucket.name() + KeyPath.encode(key);
    }

    /** Returns the file that a signature for this request may name, decoded. */
    String file() {
        return version == 0 ? "/" + object.key() : "/" + bucket.appId() + "/" + bucket.name() + "/" + object.key();
    }

    boolean isDownload() {
        return version == 0;
    }
}
