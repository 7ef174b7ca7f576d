package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who made a request that carries a q-sign signature. It looks at nothing but the head, so a refusal costs no body. Exactly the
 * names that the signature lists are verified, and every occurrence of each: an unsigned second {@code uploadId} cannot stand in for
 * the signed one. Two habits of clients are tolerated: names of parameters signed in mixed case, and a host signed without its port.
 * Thread-safe.
 */
public final class QSignVerifier {

    /** How far the start of a signature may lie in the future, unless the settings say otherwise. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    private final ServerSettings settings;
    private final String tokenName;

    /**
     * Makes a verifier.
     *
     * @param tokenName header and query parameter of the token that goes with temporary keys, such as {@code x-cos-security-token}
     */
    public QSignVerifier(ServerSettings settings, String tokenName) {
        this.settings = settings;
        this.tokenName = tokenName;
    }

    /**
     * Returns who makes {@code call}.
     *
     * @throws UploadException in this order: {@link Failure#UNAUTHENTICATED} without credentials where anonymous requests are refused,
     *     {@link Failure#UNKNOWN_ACCESS_KEY}, {@link Failure#EXPIRED}, {@link Failure#SIGNATURE_MISMATCH}, and
     *     {@link Failure#FORBIDDEN} when the token that belongs to the key is missing or another one
     */
    public Caller authenticate(HttpCall call) {
        HttpHead head = call.head();
        Optional<QSign> sign = QSign.in(head);
        if (sign.isEmpty()) {
            if (settings.anonymous()) {
                return Caller.anonymous(call.peer());
            }
            throw UploadException.of(Failure.UNAUTHENTICATED, "The request is not signed");
        }
        Credentials credentials = settings.credentials().find(sign.get().accessKey())
            .orElseThrow(() -> UploadException.of(Failure.UNKNOWN_ACCESS_KEY, "The access key is not known"));
        checkTime(sign.get().keyTime());
        checkLife(checkTime(sign.get().signTime()));
        checkSignature(sign.get(), head, credentials);
        checkToken(head, credentials);
        return new Caller(credentials.accessKey(), call.peer());
    }

    /** Returns for how long the span is. */
    private Duration checkTime(String span) {
        int semicolon = span.indexOf(';');
        try {
            long now = settings.clock().instant().getEpochSecond();
            long start = Long.parseLong(span.substring(0, Math.max(0, semicolon)));
            long end = Long.parseLong(span.substring(semicolon + 1));
            if (now > end || start < 0 || now < start - settings.signatures().skew(SKEW).toSeconds()) {
                throw UploadException.of(Failure.EXPIRED, "Request has expired");
            }
            return Duration.ofSeconds(end - start);
        } catch (NumberFormatException e) {
            throw UploadException.of(Failure.UNAUTHENTICATED, "The time of the signature is not start;end in seconds", e);
        }
    }

    private void checkLife(Duration made) {
        if (!settings.signatures().allows(made)) {
            throw UploadException.of(Failure.EXPIRED, "The signature is for a longer time than is accepted here");
        }
    }

    private static void checkSignature(QSign sign, HttpHead head, Credentials credentials) {
        List<Map.Entry<String, String>> parameters = QSignText.parameters(head);
        List<Map.Entry<String, String>> headers = QSignText.headers(head, head.authority());
        boolean covered = coversAll(sign.parameters(), parameters) && coversAll(sign.headers(), headers);
        boolean equal = false;
        for (String http : readings(sign, head, parameters)) {
            String expected = QSignText.signature(credentials.secretKey(), sign.keyTime(), QSignText.stringToSign(sign.signTime(), http));
            equal |= sameText(expected, sign.signature().toLowerCase(Locale.ROOT));
        }
        if (!covered || !equal) {
            throw UploadException.of(Failure.SIGNATURE_MISMATCH, "The signature does not belong to this request");
        }
    }

    private static List<String> readings(QSign sign, HttpHead head, List<Map.Entry<String, String>> parameters) {
        List<String> parameterLines = new ArrayList<>();
        parameterLines.add(QSignText.line(lower(sign.parameters()), parameters));
        if (!lower(sign.parameters()).equals(sign.parameters())) {
            parameterLines.add(QSignText.line(sign.parameters(), parameters));
        }
        List<String> hosts = new ArrayList<>();
        hosts.add(head.authority());
        if (!head.host().equalsIgnoreCase(head.authority())) {
            hosts.add(head.authority().substring(0, head.host().length()));
        }
        List<String> readings = new ArrayList<>();
        for (String host : hosts) {
            String headerLine = QSignText.line(lower(sign.headers()), QSignText.headers(head, host));
            parameterLines.forEach(parameterLine -> readings.add(QSignText.httpString(head, parameterLine, headerLine)));
        }
        return readings;
    }

    private static boolean coversAll(List<String> listed, List<Map.Entry<String, String>> present) {
        List<String> names = lower(listed);
        return names.stream().allMatch(name ->
            Collections.frequency(names, name) >= present.stream().filter(p -> p.getKey().equals(name)).count());
    }

    private void checkToken(HttpHead head, Credentials credentials) {
        if (credentials.securityToken().isPresent()) {
            String given = head.header(tokenName).or(() -> head.query().first(tokenName)).orElse("");
            if (!sameText(credentials.securityToken().get(), given)) {
                throw UploadException.of(Failure.FORBIDDEN, "The temporary key needs its security token");
            }
        }
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
