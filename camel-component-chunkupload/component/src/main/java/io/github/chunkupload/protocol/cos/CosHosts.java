package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.protocol.ObjectLocator;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.regex.Pattern;

/** The host names of COS (436/6224). */
final class CosHosts {

    private static final String VENDOR = "\\.(myqcloud\\.com|tencentcos\\.cn)";
    private static final Pattern SERVICE = Pattern.compile("cos\\.[a-z0-9-]+" + VENDOR);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9-]+-[0-9]+\\.(cos\\.)?[a-z0-9-]+" + VENDOR);

    private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private CosHosts() {
    }

    /** Returns whether {@code host} is one of the vendor's, for a region or for a bucket. */
    static boolean isVendors(String host) {
        return SERVICE.matcher(host).matches() || BUCKET.matcher(host).matches();
    }

    /** Returns whether {@code host} stands for all buckets of a region. */
    static boolean isService(String host) {
        return SERVICE.matcher(host).matches();
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
