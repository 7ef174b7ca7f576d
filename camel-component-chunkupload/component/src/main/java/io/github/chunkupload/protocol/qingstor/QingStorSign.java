package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The text that a signature covers, and the signature (page "signature" of the manual; the union of what its SDKs sign). */
final class QingStorSign {

    static final String SCHEME = "QS ";
    static final String ACCESS_KEY = "access_key_id";
    static final String EXPIRES = "expires";
    static final String SIGNATURE = "signature";

    /** The parameters that are signed; all others may be added by anybody and must not matter. */
    static final Set<String> SUBRESOURCES = Set.of("acl", "append", "cname", "cors", "delete", "image", "lifecycle", "logging", "mirror",
        "notification", "part_number", "policy", "position", "replication", "stats", "upload_id", "uploads", "version_id", "versioning",
        "versions", "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
        "response-content-type", "response-expires");

    private static final String ALGORITHM = "HmacSHA256";

    private QingStorSign() {
    }

    /**
     * Returns the text to sign.
     *
     * @param date what stands in the line of the date: the header Date, nothing where {@code x-qs-date} is sent, or in a URL its expiry
     * @param path the path of the request as it stands on the wire, with the bucket in front where the host names it
     */
    static String text(HttpHead head, String date, String path, Query query) {
        Headers headers = head.headers();
        return head.method() + "\n" + headers.first("Content-MD5").orElse("") + "\n" + headers.first("Content-Type").orElse("") + "\n"
            + date + "\n" + vendorHeaders(headers) + path + subresources(query);
    }

    /** Returns the signature of {@code text}. */
    static String signature(String secretKey, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have " + ALGORITHM, e);
        }
    }

    private static String vendorHeaders(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> field : headers.fields()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(QingStorHeaders.PREFIX)) {
                lines.add(name + ":" + field.getValue() + "\n");
            }
        }
        lines.sort((a, b) -> a.substring(0, a.indexOf(':')).compareTo(b.substring(0, b.indexOf(':'))));
        return String.join("", lines);
    }

    private static String subresources(Query query) {
        String signed = query.parameters().stream().filter(parameter -> SUBRESOURCES.contains(parameter.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .map(parameter -> parameter.getValue().isEmpty() ? parameter.getKey() : parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
        return signed.isEmpty() ? "" : "?" + signed;
    }
}
