package io.github.chunkupload.fuzz;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.gateway.LimitSettings;
import io.github.chunkupload.gateway.LimitsBackend;
import io.github.chunkupload.gateway.RightsBackend;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Plays requests of one dialect against the server of its protocol, over a store on a disk and with rights and limits between as a gateway
 * has them. Most are spoilt, then signed; some are signed by nobody, by a stranger, too early or too late, by somebody without the right,
 * or spoilt after they were signed; some are as they should be, because only then does anything happen that the others can spoil.
 *
 * <p>The same seed and number make the same request, given those before it.
 */
public final class Fuzz implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int EMPTIED = 500;
    private static final Credentials OWNER = Credentials.of("owner", "owners-secret");
    private static final Credentials READER = Credentials.of("reader", "readers-secret");
    private static final Set<Failure> OURS = EnumSet.of(Failure.INTERNAL, Failure.STORAGE_FULL, Failure.CONNECTION, Failure.PROTOCOL,
        Failure.SOURCE_UNREADABLE, Failure.UNAVAILABLE);

    private final Dialect dialect;
    private final long seed;
    private final MovedClock clock = new MovedClock(START);
    private final DiskStore disk;
    private final HttpHandler server;
    private final Coverage coverage;
    private final boolean direct;
    private int number;

    /** How a request is signed. */
    private enum Signing {
        RIGHT, LIMITED, NONE, STRANGER, FALSE, EARLY, LATE, BEFORE;

        boolean isRight() {
            return this == RIGHT || this == LIMITED;
        }
    }

    /** A request as it goes to the server. */
    private record Letter(Draft draft, HttpHead head, SentBody body, byte[] bytes, Signing signing, boolean spoilt) {
    }

    Fuzz(Dialect dialect, Path directory, long seed) {
        this(dialect, directory, seed, server -> server);
    }

    /**
     * Opens the store and the server.
     *
     * @param directory of the store
     * @param line the way to the server: returns what takes requests for it. What it opens the body of a request for is not looked at
     */
    public Fuzz(Dialect dialect, Path directory, long seed, UnaryOperator<HttpHandler> line) {
        this.dialect = dialect;
        this.seed = seed;
        this.coverage = new Coverage(dialect.operations(), dialect.refusedAlways());
        this.disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, clock));
        LimitSettings limits = new LimitSettings(1 << 20, 1 << 16, 200, 200, OptionalLong.empty(), Map.of(), 0);
        Upkeep upkeep = disk.capability(Upkeep.class).orElseThrow();
        HttpHandler handler = dialect.server(new RightsBackend(new LimitsBackend(caller -> disk, upkeep, limits), Fuzz::rights),
            dialect.settings(credentials(), clock));
        this.server = line.apply(handler);
        this.direct = server == handler;
    }

    private static List<Grant> rights(String user) {
        return user.equals(OWNER.accessKey()) ? List.of(Grant.EVERYTHING)
            : List.of(new Grant(EnumSet.of(Right.READ, Right.LIST), Dialect.BUCKET, "dir/"));
    }

    private static CredentialSource credentials() {
        CredentialSource known = CredentialSource.of(OWNER, READER);
        return name -> name.startsWith("user") ? Optional.of(Credentials.of(name, name)) : known.find(name);
    }

    /** Returns what was reached. */
    Coverage coverage() {
        return coverage;
    }

    /** Plays the next requests. */
    public void play(int requests) {
        for (int i = 0; i < requests; i++) {
            number++;
            if (number % EMPTIED == 0) {
                empty();
            }
            clock.move(Duration.ofMillis(100));
            play(new Random(seed * 1_000_003 + number));
        }
    }

    private void play(Random random) {
        Letter letter = null;
        try {
            letter = letter(random);
            send(letter);
        } catch (Throwable e) {
            throw new AssertionError("Request " + number + " of seed " + seed + " of " + dialect.getClass().getSimpleName() + ": "
                + (letter == null ? "" : told(letter)), e);
        }
    }

    private static String told(Letter letter) {
        String body = new String(letter.bytes(), StandardCharsets.ISO_8859_1);
        return letter.signing() + (letter.spoilt() ? ", spoilt: " : ": ") + letter.head().method() + " " + letter.head().target() + "\n"
            + letter.head().headers().fields() + "\n" + body.substring(0, Math.min(2000, body.length()));
    }

    private Letter letter(Random random) {
        Coverage.Wish wish = coverage.wish(random);
        Draft draft = dialect.draft(wish.operation(), random);
        boolean right = wish.success() || draft.preparesFor(wish.operation());
        Signing signing = right || random.nextInt(5) > 0 ? Signing.RIGHT : Signing.values()[random.nextInt(Signing.values().length)];
        boolean spoilt = !right && (signing == Signing.RIGHT || signing == Signing.BEFORE || random.nextBoolean());
        boolean urlencoded = draft.fields.stream().noneMatch(field -> field.getKey().equals("PostData")
            || field.getKey().equals("filecontent")) && dialect.takesUrlencoded() && random.nextInt(3) == 0;
        Spoiler spoiler = new Spoiler(random);
        boolean chunked = random.nextInt(12) == 0;
        while (true) {
            try {
                HttpHead before = signing == Signing.BEFORE ? sign(draft, chunked, Signing.RIGHT) : null;
                if (spoilt && (draft.fields.isEmpty() || random.nextInt(4) > 0)) {
                    spoiler.spoil(draft);
                }
                draft.close(urlencoded);
                if (spoilt && random.nextInt(6) == 0) {
                    spoiler.spoil(draft);
                }
                HttpHead head = before == null ? sign(draft, chunked, signing) : signedAs(before, draft.head(chunked));
                int end = spoilt && direct && random.nextInt(20) == 0 ? random.nextInt(draft.body.length + 1) : draft.body.length;
                return new Letter(draft, head, new SentBody(draft.body, chunked, end), draft.body, signing, spoilt);
            } catch (IllegalArgumentException e) {
                draft = dialect.draft(wish.operation(), random);
            }
        }
    }

    private HttpHead sign(Draft draft, boolean chunked, Signing signing) {
        Instant now = clock.instant();
        HttpHead head = draft.head(chunked);
        if (dialect.signsOnce(draft.body)) {
            head = Dialect.with(head, Dialect.ONCE, "");
        }
        return switch (signing) {
            case NONE -> head;
            case LIMITED -> dialect.signed(head, READER, now);
            case STRANGER -> dialect.signed(head, Credentials.of("stranger", OWNER.secretKey()), now);
            case FALSE -> dialect.signed(head, Credentials.of(OWNER.accessKey(), "another-secret"), now);
            case EARLY -> dialect.signed(head, OWNER, now.plus(Duration.ofDays(2)));
            case LATE -> dialect.signed(head, OWNER, now.minus(Duration.ofDays(2)));
            default -> dialect.signed(head, OWNER, now);
        };
    }

    /** Returns a head with the signature of another. */
    private static HttpHead signedAs(HttpHead before, HttpHead head) {
        return before.header("Authorization").map(value -> Dialect.with(head, "Authorization", value)).orElse(head);
    }

    private void send(Letter letter) throws Exception {
        String operation = operation(letter);
        HttpReply reply = server.handle(new HttpCall(letter.head(), letter.body(), "127.0.0." + number % 250));
        try (reply; InputStream in = reply.body().open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            check(letter, operation, reply, text);
            boolean success = reply.failure().isEmpty() && reply.status() < 400;
            coverage.count(operation, success, letter.spoilt(), letter.signing().isRight());
            if (letter.signing() == Signing.RIGHT && !letter.spoilt()) {
                if (success) {
                    letter.draft().succeeded(new Draft.Learnt(reply, text));
                } else {
                    letter.draft().refused();
                }
            }
        }
    }

    /** Returns what the server will take a request for, as far as its own rules for that do not refuse it. */
    private String operation(Letter letter) {
        try {
            return dialect.operation(new HttpCall(letter.head(), new SentBody(letter.bytes(), false, letter.bytes().length), ""));
        } catch (UploadException | IllegalArgumentException e) {
            return "";
        }
    }

    private void check(Letter letter, String operation, HttpReply reply, String text) {
        if (reply.status() < 200 || reply.status() > 507 || reply.status() == 500 || reply.failure().filter(OURS::contains).isPresent()) {
            throw new AssertionError("The server blames itself: " + reply.status() + " " + reply.failure() + " " + text);
        }
        if (letter.head().method().equals("HEAD") && !text.isEmpty()) {
            throw new AssertionError("A reply to HEAD has a body");
        }
        boolean refused = reply.failure().isPresent();
        if (reply.status() >= 400 && !refused) {
            throw new AssertionError("A refusal that says nothing: " + reply.status() + " " + text);
        }
        if (EnumSet.of(Signing.NONE, Signing.STRANGER, Signing.FALSE).contains(letter.signing())
            && !dialect.unsigned().contains(operation)) {
            if (!refused) {
                throw new AssertionError("Let in: " + reply.status() + " " + text);
            }
            if (direct && letter.body().isOpened()) {
                throw new AssertionError("The body was read of a request that nobody signed");
            }
        }
    }

    /** Takes away all there is, so that the store does not grow without end. */
    private void empty() {
        for (BucketInfo bucket : disk.capability(Buckets.class).orElseThrow().buckets()) {
            for (UploadInfo upload : disk.uploads(UploadQuery.prefix(bucket.name(), "")).items()) {
                disk.abort(upload.upload());
            }
            Listing listing = disk.capability(Listing.class).orElseThrow();
            for (ObjectInfo object : listing.objects(ObjectQuery.prefix(bucket.name(), "").limit(1000)).items()) {
                disk.delete(object.object());
            }
        }
        disk.capability(Buckets.class).orElseThrow().buckets().forEach(bucket -> {
            try {
                disk.capability(Buckets.class).orElseThrow().deleteBucket(bucket.name());
            } catch (UploadException e) {
                if (e.kind() != Failure.NO_SUCH_BUCKET && e.kind() != Failure.BUCKET_NOT_EMPTY) {
                    throw e;
                }
            }
        });
        dialect.forget();
    }

    @Override
    public void close() {
        disk.close();
    }
}
