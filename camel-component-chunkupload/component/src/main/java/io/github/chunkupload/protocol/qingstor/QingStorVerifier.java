package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.qingstor.Grants.Permission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells who made a request, from its head alone. Credentials that are given are checked even where none are needed. Thread-safe.
 *
 * <p>Where {@code x-qs-date} is sent, the line of the date is empty; that the Java SDK 2.6.5 fills it in all the same is tolerated.
 */
final class QingStorVerifier {

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final Pattern AUTHORIZATION = Pattern.compile("QS ([^:\\s]+):(\\S+)");

    private final ServerSettings settings;
    private final Grants grants;

    QingStorVerifier(ServerSettings settings, Grants grants) {
        this.settings = settings;
        this.grants = grants;
    }

    private record Claim(String accessKey, String signature, List<String> dateLines, Runnable time) {
    }

    /**
     * Returns who makes {@code call}.
     *
     * @param target what it addresses; nobody needs credentials in a bucket that grants anything to all
     * @param query as in {@link QingStorQueries#of}
     * @throws UploadException in this order: {@link Failure#UNAUTHENTICATED}, {@link Failure#UNKNOWN_ACCESS_KEY},
     *     {@link Failure#EXPIRED}, {@link Failure#SIGNATURE_MISMATCH}
     */
    Caller authenticate(HttpCall call, QingStorTarget target, Query query) {
        Optional<Claim> claim = claim(call.head(), query);
        if (claim.isEmpty()) {
            if (grants.grants(target.object().bucket(), Permission.ANY)) {
                return Caller.anonymous(call.peer());
            }
            throw UploadException.of(Failure.UNAUTHENTICATED, "The request is not signed");
        }
        Credentials credentials = settings.credentials().find(claim.get().accessKey())
            .orElseThrow(() -> UploadException.of(Failure.UNKNOWN_ACCESS_KEY, "The access key is not known"));
        if (credentials.securityToken().isPresent()) {
            throw UploadException.of(Failure.FORBIDDEN, "The key needs a security token, which QingStor does not have");
        }
        claim.get().time().run();
        boolean equal = false;
        for (String date : claim.get().dateLines()) {
            String text = QingStorSign.text(call.head(), date, target.signedPath(), query);
            equal |= sameText(QingStorSign.signature(credentials.secretKey(), text), claim.get().signature());
        }
        if (!equal) {
            throw UploadException.of(Failure.SIGNATURE_MISMATCH, "The signature does not belong to this request");
        }
        return new Caller(credentials.accessKey(), call.peer());
    }

    private Optional<Claim> claim(HttpHead head, Query query) {
        String authorization = head.header("Authorization").orElse("");
        if (!authorization.isEmpty()) {
            Matcher matcher = AUTHORIZATION.matcher(authorization);
            if (!matcher.matches()) {
                throw UploadException.of(Failure.UNAUTHENTICATED, "Authorization is not QS <access key>:<signature>");
            }
            return Optional.of(new Claim(matcher.group(1), matcher.group(2), dateLines(head), () -> checkDate(head)));
        }
        String signature = QingStorQueries.text(query, QingStorSign.SIGNATURE).replace(' ', '+');
        String accessKey = QingStorQueries.text(query, QingStorSign.ACCESS_KEY);
        if (signature.isEmpty() && accessKey.isEmpty()) {
            return Optional.empty();
        }
        String expires = QingStorQueries.text(query, QingStorSign.EXPIRES);
        return Optional.of(new Claim(accessKey, signature, List.of(expires), () -> checkExpiry(expires)));
    }

    private static List<String> dateLines(HttpHead head) {
        List<String> lines = new ArrayList<>();
        if (head.headers().has(QingStorHeaders.DATE)) {
            lines.add("");
        }
        head.header("Date").ifPresent(lines::add);
        return lines;
    }

    private void checkDate(HttpHead head) {
        Instant date = head.header(QingStorHeaders.DATE).or(() -> head.header("Date")).flatMap(HttpDates::parseHeader)
            .orElseThrow(() -> UploadException.of(Failure.EXPIRED, "The request does not tell its date"));
        Duration skew = settings.signatures().skew(SKEW);
        if (Duration.between(date, settings.clock().instant()).abs().compareTo(skew) > 0) {
            throw UploadException.of(Failure.EXPIRED, "The date of the request is more than " + skew.toSeconds() + " seconds off");
        }
    }

    private void checkExpiry(String expires) {
        boolean number = expires.matches("[0-9]{1,15}");
        if (!number || settings.clock().instant().getEpochSecond() > Long.parseLong(expires)) {
            throw UploadException.of(Failure.EXPIRED, "The signature of the URL has expired");
        }
        if (!settings.signatures().allows(Duration.ofSeconds(Long.parseLong(expires) - settings.clock().instant().getEpochSecond()))) {
            throw UploadException.of(Failure.EXPIRED, "The signature of the URL is for a longer time than is accepted here");
        }
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
