package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds bucket and key of a request, for the protocols that name them in host and path. The first of these decides:
 * <ol>
 * <li>a service host (one of the settings' base hosts, or what the protocol says is one) means path style: the first segment is the
 *     bucket;
 * <li>the label before a base host, or a first label that is a configured bucket or ends in an application id of at least five
 *     digits, is the bucket. Fewer digits are not enough: {@code node-1.example.com} is a machine;
 * <li>a first segment that names a configured bucket, or, when there is no default bucket, ends in {@code -digits}, is the bucket;
 * <li>the default bucket.
 * </ol>
 * The path is decoded once, before it is split: signatures cover the decoded path, so {@code /a%2Fb} must not be another object than
 * {@code /a/b}. Neither dots nor slashes are normalised. Thread-safe.
 */
public final class ObjectLocator {

    private static final Pattern LABEL_WITH_APP_ID = Pattern.compile("[a-z0-9][a-z0-9-]*-[0-9]{5,}");
    private static final Pattern SEGMENT_WITH_APP_ID = Pattern.compile("[a-z0-9][a-z0-9-]*-[0-9]+");

    private final ServerSettings settings;
    private final Predicate<String> serviceHost;

    /**
     * Makes a locator.
     *
     * @param serviceHost tells whether a host, in lower case and without port, stands for the whole service
     */
    public ObjectLocator(ServerSettings settings, Predicate<String> serviceHost) {
        this.settings = settings;
        this.serviceHost = serviceHost;
    }

    /**
     * Returns bucket and key of a request; the key is empty where the request is about the bucket.
     *
     * @throws UploadException {@link Failure#INVALID_BUCKET} when it names none and there is no default,
     *     {@link Failure#NO_SUCH_BUCKET} when it names one that is not served
     * @throws IllegalArgumentException when the percent-encoding of the path is broken
     */
    public ObjectRef locate(HttpHead head) {
        Optional<String> fromHost = bucketOfHost(head.host());
        ObjectRef found = fromHost.isPresent() ? new ObjectRef(fromHost.get(), Percent.decode(head.rawPath().substring(1)))
            : ofPath(head);
        if (found.bucket().isEmpty()) {
            throw UploadException.of(Failure.INVALID_BUCKET, "Neither host nor path name a bucket, and there is no default bucket");
        }
        if (!settings.buckets().isEmpty() && !settings.buckets().contains(found.bucket())) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
        return found;
    }

    /** Returns the bucket a request names, or the default; empty when there is none. Broken encoding names none. */
    public String bucket(HttpHead head) {
        try {
            return bucketOfHost(head.host()).orElseGet(() -> ofPath(head).bucket());
        } catch (IllegalArgumentException e) {
            return settings.defaultBucket();
        }
    }

    private Optional<String> bucketOfHost(String host) {
        if (isService(host)) {
            return Optional.empty();
        }
        for (String base : settings.baseHosts()) {
            if (host.endsWith("." + base)) {
                return Optional.of(host.substring(0, host.length() - base.length() - 1));
            }
        }
        int dot = host.indexOf('.');
        String label = dot < 0 ? "" : host.substring(0, dot);
        boolean bucket = LABEL_WITH_APP_ID.matcher(label).matches() || settings.buckets().contains(label);
        return bucket ? Optional.of(label) : Optional.empty();
    }

    private ObjectRef ofPath(HttpHead head) {
        String path = Percent.decode(head.rawPath());
        int slash = path.indexOf('/', 1);
        String first = path.substring(1, slash < 0 ? path.length() : slash);
        boolean numbered = SEGMENT_WITH_APP_ID.matcher(first).matches();
        boolean bucket = settings.baseHosts().contains(head.host()) || settings.buckets().contains(first)
            || numbered && (settings.defaultBucket().isEmpty() || isService(head.host()));
        if (bucket && !first.isEmpty()) {
            return new ObjectRef(first, slash < 0 ? "" : path.substring(slash + 1));
        }
        return new ObjectRef(settings.defaultBucket(), path.substring(1));
    }

    private boolean isService(String host) {
        return settings.baseHosts().contains(host) || serviceHost.test(host);
    }
}
