package io.github.chunkupload.protocol.cosslice;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The vendor's hosts: {@code web.file.myqcloud.com} for files/v1, {@code <region>.file.myqcloud.com} for files/v2, for downloads
 * {@code <bucket>-<appid>.file.myqcloud.com}, which caches, and {@code <bucket>-<appid>.cos<region>.myqcloud.com}, which does not.
 */
final class CosSliceHosts {

    private static final Pattern SERVICE = Pattern.compile("(?i)([a-z0-9]+)\\.file\\.myqcloud\\.com(:[0-9]+)?");
    private static final Pattern ORIGIN = Pattern.compile("[a-z0-9-]+-[0-9]+\\.cos[a-z]+\\.myqcloud\\.com");
    private static final String VENDOR = ".file.myqcloud.com";
    private static final String FIRST_DIALECT = "web";

    private CosSliceHosts() {
    }

    /** Returns whether a host without port is one of them. */
    static boolean isVendor(String host) {
        return host.endsWith(VENDOR) || ORIGIN.matcher(host).matches();
    }

    /** Returns the dialect of the service at a host without port: that of files/v1 where the vendor has not said otherwise. */
    static int dialect(String host) {
        Matcher service = SERVICE.matcher(host);
        return service.matches() && !service.group(1).equalsIgnoreCase(FIRST_DIALECT) ? 2 : 1;
    }

    /** Returns where the service at {@code authority} has the files of a bucket, possibly from a cache. */
    static String download(String bucket, String authority) {
        Matcher service = SERVICE.matcher(authority);
        return bucket + (service.matches() ? authority.substring(service.group(1).length()) : "." + authority);
    }

    /** Returns where the service at {@code authority} has the files of a bucket as they are now. */
    static String origin(String bucket, String authority) {
        Matcher service = SERVICE.matcher(authority);
        if (!service.matches() || service.group(1).equalsIgnoreCase(FIRST_DIALECT)) {
            return download(bucket, authority);
        }
        return bucket + ".cos" + service.group(1) + ".myqcloud.com" + (service.group(2) == null ? "" : service.group(2));
    }
}
