package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Percent;

/** Keys in paths, for the protocols that name an object by the path of the request. */
public final class KeyPath {

    private KeyPath() {
    }

    /**
     * Encodes a key as the path of a request, as the vendor's Java SDK does: unreserved characters and slashes stay, a slash after a
     * slash or after a dot is {@code %2F}. So is one before a dot segment at the end, and a lone dot segment has its first dot encoded.
     * No proxy that normalises paths can then make another key of it.
     */
    public static String encode(String key) {
        if (isDots(key)) {
            return "/%2E" + key.substring(1);
        }
        StringBuilder path = new StringBuilder("/");
        int start = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
            path.append(Percent.encode(key.substring(start, slash)));
            char before = slash == 0 ? '/' : key.charAt(slash - 1);
            boolean plain = before != '/' && before != '.' && !isDots(key.substring(slash + 1));
            path.append(plain ? "/" : "%2F");
            start = slash + 1;
        }
        return path.append(Percent.encode(key.substring(start))).toString();
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
