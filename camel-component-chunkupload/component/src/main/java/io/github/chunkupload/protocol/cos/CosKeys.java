package io.github.chunkupload.protocol.cos;

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
