package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Guesses;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Logging in as Datrix 3 does: name and secret of a key for a token, which lets in for a day. Tokens look like the one on the vendor's
 * page: base64 of a random UUID. They are kept in memory as digests, the 10,000 latest, and forgotten at a restart: clients log in
 * again. Thread-safe.
 */
final class CaymanLogins {

    private static final int KEPT = 10_000;
    private static final int FREE_GUESSES_OF_A_PEER = 10;
    /** More, because strangers guess it away from a user who knows the password. */
    private static final int FREE_GUESSES_OF_A_USER = 100;

    private final ServerSettings settings;
    private final CaymanOptions options;
    private final Guesses byPeer;
    private final Guesses byUser;
    private final Map<ByteBuffer, Login> logins = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Login> eldest) {
            return size() > KEPT;
        }
    };

    private record Login(String user, Instant until) {
    }

    CaymanLogins(ServerSettings settings, CaymanOptions options) {
        this.settings = settings;
        this.options = options;
        this.byPeer = new Guesses(settings.clock(), FREE_GUESSES_OF_A_PEER);
        this.byUser = new Guesses(settings.clock(), FREE_GUESSES_OF_A_USER);
        options.tokenLife();
    }

    boolean offered() {
        return options.login();
    }

    /** Refuses before a byte of the password is read. */
    void requireOffered() {
        if (!offered()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Logging in is not offered here");
        }
    }

    /** Gives a token to whoever knows the secret of a key, and has not guessed too often before. */
    HttpReply login(CaymanForm form, String peer) {
        String user = form.required("userid");
        byPeer.admit(peer);
        byUser.admit(user);
        byte[] password = bytes(form.required("password"));
        Optional<Credentials> key = settings.credentials().find(user);
        boolean same = MessageDigest.isEqual(bytes(key.map(Credentials::secretKey).orElse("")), password);
        if (!same || key.isEmpty() || password.length == 0) {
            byPeer.wrong(peer);
            byUser.wrong(user);
            throw UploadException.of(Failure.UNAUTHENTICATED, "There is no such user, or the password is another");
        }
        byPeer.right(peer);
        byUser.right(user);
        String token = Base64.getEncoder().encodeToString(bytes(UUID.randomUUID().toString()));
        synchronized (logins) {
            logins.put(digest(token), new Login(user, settings.clock().instant().plus(options.tokenLife())));
        }
        ObjectNode result = CaymanJson.object().put("token", token);
        result.putObject("info").put("userid", user).put("groupid", "").put("usernickname", user).put("usertype", "");
        return CaymanReplies.told(CaymanJson.succeeded().<ObjectNode>set("result", result).put("msg", ""));
    }

    /** Returns who has logged in and got {@code token}; empty: nobody, or longer ago than a token lives. */
    Optional<String> user(String token) {
        ByteBuffer digest = digest(token);
        synchronized (logins) {
            Login login = logins.get(digest);
            if (login != null && settings.clock().instant().isAfter(login.until())) {
                logins.remove(digest);
                return Optional.empty();
            }
            return Optional.ofNullable(login).map(Login::user);
        }
    }

    /** A digest tells nothing of how much of a guess was right, however long the look-up takes. */
    private static ByteBuffer digest(String token) {
        return ByteBuffer.wrap(DigestUtils.sha256(token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
