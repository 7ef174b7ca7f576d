package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The texts that a q-sign signature is made of. Names are compared as {@code lower(enc(name))}; the path is the decoded one; each of
 * the four lines ends with a line feed.
 */
final class QSignText {

    private QSignText() {
    }

    /** Returns the name under which a header or parameter is signed. */
    static String canonical(String name) {
        return Percent.encode(name).toLowerCase(Locale.ROOT);
    }

    /** Returns the headers of {@code head} that can be signed, under their canonical names; the host is {@code authority}. */
    static List<Map.Entry<String, String>> headers(HttpHead head, String authority) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        all.add(Map.entry("host", authority));
        head.headers().fields().stream()
            .filter(field -> !field.getKey().equalsIgnoreCase("host"))
            .forEach(field -> all.add(Map.entry(canonical(field.getKey()), field.getValue())));
        return all;
    }

    /** Returns the query parameters of {@code head} under their canonical names. */
    static List<Map.Entry<String, String>> parameters(HttpHead head) {
        return head.query().parameters().stream().map(p -> Map.entry(canonical(p.getKey()), p.getValue())).toList();
    }

    /** Returns {@code names} with their values as one line. A name listed again takes the next value; one without a value is empty. */
    static String line(List<String> names, List<Map.Entry<String, String>> values) {
        StringBuilder line = new StringBuilder();
        Map<String, Integer> seen = new HashMap<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            String value = value(key, seen.merge(key, 1, Integer::sum), values);
            line.append(line.isEmpty() ? "" : "&").append(name).append('=').append(Percent.encode(value.strip()));
        }
        return line.toString();
    }

    private static String value(String key, int nth, List<Map.Entry<String, String>> values) {
        String latest = "";
        int met = 0;
        for (Map.Entry<String, String> value : values) {
            if (met < nth && value.getKey().equals(key)) {
                latest = value.getValue();
                met++;
            }
        }
        return latest;
    }

    /** Returns what identifies the request. */
    static String httpString(HttpHead head, String parameterLine, String headerLine) {
        return head.method().toLowerCase(Locale.ROOT) + "\n" + Percent.decode(head.rawPath()) + "\n" + parameterLine + "\n"
            + headerLine + "\n";
    }

    /** Returns what is signed. */
    static String stringToSign(String signTime, String httpString) {
        return "sha1\n" + signTime + "\n" + DigestUtils.sha1Hex(httpString) + "\n";
    }

    /** Returns the signature: the key that signs is the hex text of the derived key. */
    static String signature(String secretKey, String keyTime, String stringToSign) {
        return hmac(derivedKey(secretKey, keyTime), stringToSign);
    }

    /** Returns the key that signs what is sent in {@code keyTime}, as hex text. */
    static String derivedKey(String secretKey, String keyTime) {
        return hmac(secretKey, keyTime);
    }

    /** Returns HMAC-SHA1 as 40 lower-case hex digits. */
    static String hmac(String key, String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_1, key).hmacHex(text);
    }
}
