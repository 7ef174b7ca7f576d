package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.protocol.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * A signature as it is received: the HMAC-SHA1 of a text, then the text, both in Base64. The fields of the text come in any order, and
 * exactly the text that was sent is signed. Never printed: who has one may use it.
 */
final class CosSliceSign {

    private static final int MAC_BYTES = 20;
    private static final int MAX_TEXT = 4096;

    private final byte[] mac;
    private final byte[] text;
    private final Map<String, String> fields;

    private CosSliceSign(byte[] mac, byte[] text, Map<String, String> fields) {
        this.mac = mac;
        this.text = text;
        this.fields = fields;
    }

    /** Signs a text such as {@code a=…&k=…&e=…&t=…&r=…&f=…&b=…}. */
    static String sign(Credentials key, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] mac = mac(key, plain);
        byte[] both = Arrays.copyOf(mac, mac.length + plain.length);
        System.arraycopy(plain, 0, both, mac.length, plain.length);
        return Base64.getEncoder().encodeToString(both);
    }

    /** Reads a signature; empty when it is none. */
    static Optional<CosSliceSign> read(String sign) {
        byte[] both;
        try {
            both = sign.length() > MAX_TEXT ? new byte[0] : Base64.getDecoder().decode(sign.replace(' ', '+'));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (both.length <= MAC_BYTES) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(both, MAC_BYTES, both.length);
        Map<String, String> fields = new HashMap<>();
        for (String pair : new String(text, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(pair.substring(0, equals).toLowerCase(Locale.ROOT), pair.substring(equals + 1));
            }
        }
        boolean whole = fields.keySet().containsAll(List.of("a", "b", "k", "e", "t"));
        return whole ? Optional.of(new CosSliceSign(Arrays.copyOf(both, MAC_BYTES), text, fields)) : Optional.empty();
    }

    /** Returns a field of the text as it stands; empty when it is not there. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns a field as a number, −1 when it is none. */
    long number(String name) {
        String value = field(name);
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
    }

    /** Returns whether {@code key} made this signature, in constant time. */
    boolean isOf(Credentials key) {
        return MessageDigest.isEqual(mac, mac(key, text));
    }

    /** Returns whether it may be used once only. */
    boolean isSingleUse() {
        return field("e").equals("0");
    }

    /** Returns what tells this signature from all others. */
    String identity() {
        return Base64.getEncoder().encodeToString(mac);
    }

    private static byte[] mac(Credentials key, byte[] text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_1, key.secretKey().getBytes(StandardCharsets.UTF_8)).hmac(text);
    }
}
