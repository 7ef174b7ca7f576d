package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.store.KeyRule;
import java.util.Optional;

/**
 * The keys of COS: at most 850 bytes of UTF-8, and nothing that its XML answers cannot hold.
 *
 * @see <a href="https://cloud.tencent.com/document/product/436/13324">the vendor's page on object keys</a>
 */
final class CosKeys {

    static final int MAX_BYTES = 850;

    /** What our server takes. */
    static final KeyRule SERVED = rule(false);
    /** What our client sends: the vendor's SDKs drop a slash in front of a key, so the object would end up under another name. */
    static final KeyRule SENT = rule(true);

    private CosKeys() {
    }

    /**
     * Encodes a key as the path of a request, as the vendor's Java SDK does: unreserved characters and slashes stay, a slash after a
     * slash or after a dot is {@code %2F}. So is one before a dot segment at the end, and a lone dot segment has its first dot encoded.
     * No proxy that normalises paths can then make another key of it.
     */
    static String path(String key) {
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

    private static KeyRule rule(boolean refusesLeadingSlash) {
        KeyRule storable = KeyRule.upTo(MAX_BYTES);
        return new KeyRule() {
            @Override
            public int maxBytes() {
                return MAX_BYTES;
            }

            @Override
            public Optional<String> refusal(String key) {
                if (refusesLeadingSlash && key.startsWith("/")) {
                    return Optional.of("The key begins with a slash, which COS drops");
                }
                return storable.refusal(key).or(() -> key.codePoints().filter(c -> !Xml.canHold(c)).mapToObj(
                    c -> "The key has the character U+%04X, which the XML of COS cannot hold".formatted(c)).findFirst());
            }
        };
    }
}
