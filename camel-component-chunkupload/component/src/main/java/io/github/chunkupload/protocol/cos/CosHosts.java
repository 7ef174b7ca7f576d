package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.ObjectLocator;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Set;
import java.util.regex.Pattern;

/** The host names of COS (436/6224). */
final class CosHosts {

    private static final String VENDOR = "\\.(myqcloud\\.com|tencentcos\\.cn)";
    private static final Pattern ALL_REGIONS = Pattern.compile("service\\.cos" + VENDOR);
    private static final Pattern SERVICE = Pattern.compile("cos\\.[a-z0-9-]+" + VENDOR);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9-]+-[0-9]+\\.(cos\\.)?[a-z0-9-]+" + VENDOR);

    private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private static final Set<String> OF_ONE_BUCKET = Set.of("uploads", "prefix", "delimiter", "encoding-type");

    private CosHosts() {
    }

    /** Returns whether {@code host} is one of the vendor's, for all regions, a region or a bucket. */
    static boolean isVendors(String host) {
        return ALL_REGIONS.matcher(host).matches() || SERVICE.matcher(host).matches() || BUCKET.matcher(host).matches();
    }

    /** Returns whether {@code host} stands for all buckets, of a region or of all regions. */
    static boolean isService(String host) {
        return SERVICE.matcher(host).matches() || ALL_REGIONS.matcher(host).matches();
    }

    /**
     * Returns whether a request asks for the list of buckets (436/8291): {@code GET /} at a host that stands for all of them, or that names
     * none where there is no default either. A list of objects is known by its parameters.
     */
    static boolean asksForBuckets(HttpHead head, ServerSettings settings) {
        if (!head.method().equals("GET") || !head.rawPath().equals("/") || OF_ONE_BUCKET.stream().anyMatch(head.query()::has)) {
            return false;
        }
        return isService(head.host()) || settings.baseHosts().contains(head.host()) || locator(settings).bucket(head).isEmpty();
    }

    static ObjectLocator locator(ServerSettings settings) {
        return new ObjectLocator(settings, CosHosts::isService);
    }

    /**
     * Refuses what is no name of a bucket.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static void checkBucket(String name) {
        if (!NAME.matcher(name).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET,
                "The name of a bucket has lower-case letters, digits and dashes, and with the application id at most 63 of them");
        }
    }
}
