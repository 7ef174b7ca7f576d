package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Tells who made a request, from its head alone and in constant time. The Authorization says which application calls, the token which
 * user; where the server knows tokens, the user counts. Credentials that are given are checked even where none are needed, but for
 * tokens where there is no list to check them against. Thread-safe.
 */
final class CaymanVerifier {

    private final ServerSettings settings;
    private final CaymanLogins logins;
    private final boolean fixedSignature;
    private final boolean requireSignature;

    CaymanVerifier(ServerSettings settings, CaymanLogins logins) {
        CaymanOptions options = new CaymanOptions(settings.options());
        this.settings = settings;
        this.logins = logins;
        this.fixedSignature = options.fixedSignature();
        this.requireSignature = options.requireSignature();
    }

    /**
     * Returns who makes {@code call}.
     *
     * @throws UploadException with {@link Failure#UNAUTHENTICATED}, {@link Failure#UNKNOWN_ACCESS_KEY},
     *     {@link Failure#SIGNATURE_MISMATCH} or {@link Failure#TOKEN_EXPIRED}
     */
    Caller authenticate(HttpCall call) {
        String token = token(call.head());
        Optional<String> application = call.head().header(CaymanSign.AUTHORIZATION).map(value -> application(value, token));
        Optional<String> user = token.isEmpty() || !knowsTokens() ? Optional.empty() : Optional.of(user(token));
        boolean signed = application.isPresent() || !requireSignature;
        Optional<String> name = user.or(() -> application);
        if (signed && name.isPresent()) {
            return new Caller(name.get(), call.peer());
        }
        if (settings.anonymous()) {
            return Caller.anonymous(call.peer());
        }
        throw UploadException.of(Failure.UNAUTHENTICATED, "The request has no Authorization and no token that would do");
    }

    private String application(String authorization, String token) {
        int colon = authorization.indexOf(':');
        if (!authorization.startsWith(CaymanSign.SCHEME) || colon < 0) {
            throw UploadException.of(Failure.UNAUTHENTICATED, "Authorization is not DATATOM <access key>:<signature>");
        }
        String accessKey = authorization.substring(CaymanSign.SCHEME.length(), colon).strip();
        Credentials key = settings.credentials().find(accessKey)
            .orElseThrow(() -> UploadException.of(Failure.UNKNOWN_ACCESS_KEY, "The access key is not known"));
        String expected = fixedSignature ? key.secretKey() : CaymanSign.signature(accessKey, key.secretKey());
        if (!same(expected, authorization.substring(colon + 1).strip())) {
            throw UploadException.of(Failure.SIGNATURE_MISMATCH, "The signature does not belong to the access key");
        }
        if (key.securityToken().isPresent() && !same(key.securityToken().get(), token)) {
            throw UploadException.of(Failure.TOKEN_EXPIRED, "The token does not belong to the access key");
        }
        return accessKey;
    }

    private boolean knowsTokens() {
        return logins.offered() || settings.credentials().tokens().isPresent();
    }

    private String user(String token) {
        return logins.user(token).or(() -> settings.credentials().tokens().flatMap(known -> known.user(token)))
            .orElseThrow(() -> UploadException.of(Failure.TOKEN_EXPIRED, "The token is not known, or no longer valid"));
    }

    private static String token(HttpHead head) {
        boolean readsByUrl = head.method().equals("GET");
        return head.header(CaymanSign.TOKEN).or(() -> readsByUrl ? query(head) : Optional.empty()).orElse("");
    }

    private static Optional<String> query(HttpHead head) {
        try {
            return head.query().first("token");
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
