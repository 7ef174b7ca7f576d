package io.github.chunkupload.protocol;

import io.github.chunkupload.http.HttpHead;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Signs requests with q-sign. All query parameters are signed, and of the headers {@code Host}, those of the body, the conditions and
 * the range, and those that begin with the prefix of the product, as the vendor's Java SDK does. Sign when the request is about to be
 * sent, and add the security token afterwards: it stays unsigned. Thread-safe.
 */
public final class QSignSigner {

    /** How long before now a signature begins, for servers whose clock is behind. */
    public static final Duration BACKDATED = Duration.ofSeconds(60);

    private static final Set<String> SIGNED = Set.of("cache-control", "content-disposition", "content-encoding", "content-length",
        "content-md5", "content-type", "expect", "expires", "host", "if-match", "if-modified-since", "if-none-match",
        "if-unmodified-since", "range");

    private final Credentials credentials;
    private final String prefix;
    private final Clock clock;
    private volatile Derived latest;

    /** The key that signs, which must never be printed. */
    private record Derived(String time, String key) {

        @Override
        public String toString() {
            return "Derived[time=" + time + "]";
        }
    }

    /**
     * Makes a signer.
     *
     * @param prefix what the product's own headers begin with, in lower case, such as {@code x-cos-}
     * @param clock tells the time that the signature begins
     */
    public QSignSigner(Credentials credentials, String prefix, Clock clock) {
        this.credentials = credentials;
        this.prefix = prefix;
        this.clock = clock;
    }

    /** Returns the signature of {@code head}, valid for {@code life} from now. */
    public QSign sign(HttpHead head, Duration life) {
        long now = clock.instant().getEpochSecond();
        return sign(head, now - BACKDATED.toSeconds() + ";" + (now + life.toSeconds()));
    }

    QSign sign(HttpHead head, String time) {
        List<Map.Entry<String, String>> headers = QSignText.headers(head, head.authority()).stream()
            .filter(h -> SIGNED.contains(h.getKey()) || h.getKey().startsWith(prefix)).toList();
        List<Map.Entry<String, String>> parameters = QSignText.parameters(head);
        List<String> headerNames = sorted(headers);
        List<String> parameterNames = sorted(parameters);
        String http = QSignText.httpString(head, QSignText.line(parameterNames, parameters), QSignText.line(headerNames, headers));
        String signature = QSignText.hmac(derivedKey(time), QSignText.stringToSign(time, http));
        return new QSign(credentials.accessKey(), time, time, headerNames, parameterNames, signature);
    }

    /** All requests of one second have the same. */
    private String derivedKey(String time) {
        Derived known = latest;
        if (known == null || !known.time().equals(time)) {
            known = new Derived(time, QSignText.derivedKey(credentials.secretKey(), time));
            latest = known;
        }
        return known.key();
    }

    private static List<String> sorted(List<Map.Entry<String, String>> pairs) {
        return pairs.stream().map(pair -> pair.getKey().toLowerCase(Locale.ROOT)).sorted().toList();
    }
}
