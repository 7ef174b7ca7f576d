package io.github.chunkupload.protocol.cayman;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The header {@code Authorization: DATATOM <access key>:<signature>}. All that is known of the vendor's signature is that it is base64
 * of 40 upper-case hex digits and the same for every request of a key; how it is made is not published, so this formula is ours.
 */
final class CaymanSign {

    static final String SCHEME = "DATATOM ";
    static final String AUTHORIZATION = "Authorization";
    static final String TOKEN = "ACCESS-TOKEN";

    private CaymanSign() {
    }

    /** Returns the signature that belongs to a key: base64 of the upper-case hex of HMAC-SHA1 over the access key. */
    static String signature(String accessKey, String secretKey) {
        String hex = new HmacUtils(HmacAlgorithms.HMAC_SHA_1, secretKey.getBytes(StandardCharsets.UTF_8)).hmacHex(accessKey)
            .toUpperCase(Locale.ROOT);
        return Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
    }
}
