package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request signature of Tencent Cloud, {@code q-sign-algorithm=sha1}, as it stands in a request: in the header
 * {@code Authorization}, or in the query in one of two layouts. COS and CDCS use it. {@link QSignSigner} makes one,
 * {@link QSignVerifier} checks one.
 *
 * @param accessKey the SecretId
 * @param signTime {@code start;end} in seconds of the epoch, as written
 * @param keyTime the same for the derived key, as written
 * @param headers names of the signed headers, as written
 * @param parameters names of the signed query parameters, as written
 * @param signature 40 hex digits
 */
public record QSign(String accessKey, String signTime, String keyTime, List<String> headers, List<String> parameters,
        String signature) {

    private static final String ALGORITHM = "q-sign-algorithm";
    private static final int MAX_NAMES = 256;
    private static final List<String> FIELDS = List.of(ALGORITHM, "q-ak", "q-sign-time", "q-key-time", "q-header-list",
        "q-url-param-list", "q-signature");

    /** How a signature stands in the query of a presigned URL. */
    public enum Layout {
        /** One parameter for each of the seven fields. */
        FIELDS,
        /** The whole text of the Authorization header in the parameter {@code sign}. */
        SIGN
    }

    /** Keeps copies. */
    public QSign {
        headers = List.copyOf(headers);
        parameters = List.copyOf(parameters);
    }

    /** Returns whether {@code head} carries a signature of this kind, well-formed or not. */
    public static boolean isIn(HttpHead head) {
        return head.header("Authorization").filter(QSign::looksSigned).isPresent()
            || head.query().has(ALGORITHM) || head.query().first("sign").filter(QSign::looksSigned).isPresent();
    }

    /**
     * Returns the signature in {@code head}; empty when it carries no credentials at all. The header goes before the query.
     *
     * @throws UploadException with {@link Failure#UNAUTHENTICATED} when there are credentials that cannot be read
     */
    public static Optional<QSign> in(HttpHead head) {
        Query query = head.query();
        Optional<String> text = head.header("Authorization").filter(t -> !t.isEmpty()).or(() -> query.first("sign"));
        if (text.isPresent()) {
            return Optional.of(parse(text.get()));
        }
        if (!query.has(ALGORITHM) && !query.has("q-signature")) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        FIELDS.forEach(name -> query.first(name).ifPresent(value -> fields.put(name, value)));
        return Optional.of(of(fields));
    }

    /**
     * Reads the text of an Authorization header.
     *
     * @throws UploadException with {@link Failure#UNAUTHENTICATED} when it is not one
     */
    public static QSign parse(String authorization) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : authorization.split("&")) {
            int sign = pair.indexOf('=');
            if (sign < 0 || fields.put(pair.substring(0, sign).strip(), decoded(pair.substring(sign + 1).strip())) != null) {
                throw unreadable("a field without value or a field twice");
            }
        }
        return of(fields);
    }

    /** Returns the text for the Authorization header. */
    public String authorization() {
        StringBuilder text = new StringBuilder();
        fields().forEach((name, value) -> text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        return text.toString();
    }

    /** Returns {@code query} with this signature in front of it: a presigned URL. */
    public Query before(Query query, Layout layout) {
        Query signed = Query.NONE;
        if (layout == Layout.SIGN) {
            signed = signed.with("sign", authorization());
        } else {
            for (Map.Entry<String, String> field : fields().entrySet()) {
                signed = signed.with(field.getKey(), field.getValue());
            }
        }
        for (Map.Entry<String, String> parameter : query.parameters()) {
            signed = signed.with(parameter.getKey(), parameter.getValue());
        }
        return signed;
    }

    /** Returns the public parts only. */
    @Override
    public String toString() {
        return "QSign[headers=" + headers + ", parameters=" + parameters + "]";
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> values = List.of("sha1", accessKey, signTime, keyTime, String.join(";", headers), String.join(";", parameters),
            signature);
        for (int i = 0; i < FIELDS.size(); i++) {
            fields.put(FIELDS.get(i), values.get(i));
        }
        return fields;
    }

    private static QSign of(Map<String, String> fields) {
        for (String name : FIELDS) {
            if (!fields.containsKey(name)) {
                throw unreadable(name + " is missing");
            }
        }
        if (!fields.get(ALGORITHM).equals("sha1")) {
            throw unreadable(ALGORITHM + " must be sha1");
        }
        return new QSign(fields.get("q-ak"), fields.get("q-sign-time"), fields.get("q-key-time"), names(fields.get("q-header-list")),
            names(fields.get("q-url-param-list")), fields.get("q-signature"));
    }

    private static List<String> names(String list) {
        List<String> names = Arrays.stream(list.split(";")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        if (names.size() > MAX_NAMES) {
            throw unreadable("more than " + MAX_NAMES + " names in a list");
        }
        return names;
    }

    private static boolean looksSigned(String text) {
        return text.stripLeading().startsWith(ALGORITHM + "=");
    }

    private static String decoded(String value) {
        try {
            return Percent.decode(value);
        } catch (IllegalArgumentException e) {
            throw unreadable("broken percent-encoding");
        }
    }

    private static UploadException unreadable(String why) {
        return UploadException.of(Failure.UNAUTHENTICATED, "The authorisation is not one of q-sign-algorithm=sha1: " + why);
    }
}
