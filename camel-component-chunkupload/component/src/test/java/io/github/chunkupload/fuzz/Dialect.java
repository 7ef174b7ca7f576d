package io.github.chunkupload.fuzz;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What requests of a protocol look like that a server should do, one after another: it remembers of the replies what later ones need.
 * Everything is drawn from the random numbers given, so the same ones make the same requests.
 */
public abstract class Dialect {

    /** A bucket that is there. */
    public static final String BUCKET = "examplebucket-1250000000";
    /** Bytes of all parts but last ones. */
    protected static final int PART = 200;

    /** Header by which the head of a request says that its signature should be for one use. */
    protected static final String ONCE = "x-once";

    private final Protocol protocol;
    private final Map<String, String> options;
    private final List<Open> uploads = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();
    private int keys;

    /**
     * An upload under way.
     *
     * @param key of the object
     * @param id of the upload
     * @param content what is sent in the end, where that is told first
     * @param parts those that were sent, with their ETags
     */
    protected record Open(String key, String id, byte[] content, NavigableMap<Integer, String> parts) {

        /** Makes one without parts. */
        public Open(String key, String id, byte[] content) {
            this(key, id, content, new TreeMap<>());
        }
    }

    /** Makes a dialect; nothing is remembered yet. */
    protected Dialect(Protocol protocol, Map<String, String> options) {
        this.protocol = protocol;
        this.options = options;
    }

    /** Returns the operations, each of which {@link #draft} knows. */
    protected abstract List<String> operations();

    /** Returns the operations that a server refuses whatever comes. */
    protected Set<String> refusedAlways() {
        return Set.of();
    }

    /** Returns the operations that need no signature. */
    protected Set<String> unsigned() {
        return Set.of();
    }

    /** Returns whether forms may be urlencoded. */
    protected boolean takesUrlencoded() {
        return false;
    }

    /** Returns a request for an operation that should succeed, or for another one that must come before. */
    protected abstract Draft draft(String operation, Random random);

    /**
     * Signs a request.
     *
     * @throws IllegalArgumentException when it is so spoilt that nobody can
     */
    protected abstract HttpHead signed(HttpHead head, Credentials key, Instant now);

    /** Returns whether a request with this body is to be signed for one use, which its head tells by {@link #ONCE} then. */
    protected boolean signsOnce(byte[] body) {
        return false;
    }

    /** Returns which operation the server takes a request for; empty: for none. May throw what the server catches. */
    protected abstract String operation(HttpCall call);

    /** Returns how the server is set up. */
    protected final ServerSettings settings(CredentialSource credentials, Clock clock) {
        return new ServerSettings(credentials, false, Set.of(), "", Set.of("127.0.0.1"), "", options, OptionalLong.of(PART / 2), clock);
    }

    /** Returns the handler that is tried. */
    final HttpHandler server(Backend backend, ServerSettings settings) {
        return protocol.server(backend, settings);
    }

    /** Returns a header with what proves who makes the request. */
    protected static HttpHead with(HttpHead head, String name, String value) {
        return new HttpHead(head.method(), head.authority(), head.target(), head.headers().with(name, value));
    }

    /** Forgets everything: the store was emptied. */
    protected void forget() {
        uploads.clear();
        objects.clear();
    }

    /** Returns a key that has no object. */
    protected final String freshKey(Random random) {
        String[] forms = {"k%d", "dir/k%d", "a b+%d", "\u4f60\u597d/%d", "..%d", "x%%2F%d", "dir/sub/~%d"};
        return String.format(forms[random.nextInt(forms.length)], ++keys);
    }

    /** Returns whether an upload is known. */
    protected final boolean isOpen() {
        return !uploads.isEmpty();
    }

    /** Returns one of the uploads. */
    protected final Open open(Random random) {
        return uploads.get(random.nextInt(uploads.size()));
    }

    /** Returns the upload that has most parts. */
    protected final Open fullest() {
        return uploads.stream().reduce((a, b) -> b.parts().size() > a.parts().size() ? b : a).orElseThrow();
    }

    /** Remembers an upload. */
    protected final void opened(Open upload) {
        uploads.add(upload);
    }

    /** Forgets an upload. */
    protected final void ended(Open upload) {
        uploads.remove(upload);
    }

    /** Returns whether an object is known. */
    protected final boolean isMade() {
        return !objects.isEmpty();
    }

    /** Returns the key of one of the objects. */
    protected final String object(Random random) {
        return objects.get(random.nextInt(objects.size()));
    }

    /** Remembers an object. */
    protected final void made(String key) {
        objects.add(key);
    }

    /** Forgets an object. */
    protected final void gone(String key) {
        objects.removeIf(key::equals);
    }

    /** Returns random bytes. */
    protected static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns what the first group of a pattern found in a reply. */
    protected static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("No " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
