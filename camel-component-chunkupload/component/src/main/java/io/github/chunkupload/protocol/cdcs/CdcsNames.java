package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names on the wire: whatever the host, the first segment of the path is the coffer, and what follows its slash the key. */
final class CdcsNames {

    /** The only region offered. */
    private static final String REGION = "ap-tianjin";
    private static final Pattern HOST = Pattern.compile("(cdcs\\.(?<region>[a-z0-9-]+)|service\\.cdcs)\\.myqcloud\\.com");
    private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private CdcsNames() {
    }

    /** Returns whether {@code host} is one of the vendor's. */
    static boolean isVendors(String host) {
        return HOST.matcher(host).matches();
    }

    /** Returns the region that a host names. */
    static String region(String host) {
        Matcher matcher = HOST.matcher(host);
        return matcher.matches() && matcher.group("region") != null ? matcher.group("region") : REGION;
    }

    /** Returns the coffer that a request names; empty when it names none, or one in broken encoding. */
    static String bucket(HttpHead head) {
        try {
            return split(head).bucket();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * Returns coffer and key of a request; the key is empty where the request is about the coffer, and so are both where it asks for the
     * list of all coffers.
     *
     * @throws UploadException {@link Failure#INVALID_BUCKET} or {@link Failure#NO_SUCH_BUCKET}
     * @throws IllegalArgumentException when the percent-encoding of the path is broken
     */
    static ObjectRef locate(HttpHead head, ServerSettings settings) {
        ObjectRef found = split(head);
        if (head.method().equals("GET") && head.rawPath().equals("/")) {
            return found;
        }
        checkBucket(found.bucket());
        if (!settings.buckets().isEmpty() && !settings.buckets().contains(found.bucket())) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The coffer is not served here");
        }
        return found;
    }

    /**
     * Refuses what is no name of a coffer.
     *
     * @throws UploadException with {@link Failure#INVALID_BUCKET}
     */
    static void checkBucket(String name) {
        if (!NAME.matcher(name).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET,
                "The name of a coffer has lower-case letters, digits and dashes, and with the application id at most 63 of them");
        }
    }

    private static ObjectRef split(HttpHead head) {
        String path = head.rawPath();
        int slash = path.indexOf('/', 1);
        return slash < 0 ? new ObjectRef(Percent.decode(path.substring(1)), "")
            : new ObjectRef(Percent.decode(path.substring(1, slash)), Percent.decode(path.substring(slash + 1)));
    }
}
