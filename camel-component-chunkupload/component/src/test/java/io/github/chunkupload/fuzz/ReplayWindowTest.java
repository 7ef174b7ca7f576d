package io.github.chunkupload.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.SignatureWindow;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When a request that was signed once is accepted, and when not any more. Our q-sign signatures begin a minute before they are made and
 * hold for ten, those of {@code cos-slice} hold for five; those of {@code qingstor} tell their date.
 */
class ReplayWindowTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Credentials KEY = Credentials.of("owner", "owners-secret");

    @TempDir
    private Path directory;
    private DiskStore disk;
    private MovedClock clock;

    @BeforeEach
    void open() {
        clock = new MovedClock(NOW);
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, clock));
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private HttpHandler server(Dialect dialect, SignatureWindow window) {
        return dialect.server(caller -> disk, dialect.settings(CredentialSource.of(KEY), clock).withSignatures(window));
    }

    private static HttpCall signed(Dialect dialect, Draft draft, Instant when) {
        draft.close(false);
        HttpHead head = draft.head(false);
        head = dialect.signsOnce(draft.body) ? Dialect.with(head, Dialect.ONCE, "") : head;
        return new HttpCall(dialect.signed(head, KEY, when), Body.of(draft.body), "");
    }

    private static Optional<Failure> refusal(HttpHandler server, HttpCall call) throws IOException {
        try (HttpReply reply = server.handle(call)) {
            return reply.failure();
        }
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds)).filter(time -> !time.isZero());
    }

    @ParameterizedTest
    @CsvSource({
        "COS, GET_SERVICE, 0, 0, 0, true", "COS, GET_SERVICE, 0, 0, 350, true", "COS, GET_SERVICE, 0, 0, 370, false",
        "COS, GET_SERVICE, 0, 0, -590, true", "COS, GET_SERVICE, 0, 0, -610, false", "COS, GET_SERVICE, 30, 0, 80, true",
        "COS, GET_SERVICE, 30, 0, 100, false", "COS, GET_SERVICE, 0, 660, 0, true", "COS, GET_SERVICE, 0, 650, 0, false",
        "CDCS, GET_SERVICE, 0, 0, 350, true", "CDCS, GET_SERVICE, 0, 0, 370, false", "CDCS, GET_SERVICE, 0, 0, -610, false",
        "CDCS, GET_SERVICE, 30, 0, 100, false", "CDCS, GET_SERVICE, 0, 650, 0, false", "CDCS, GET_SERVICE, 30, 660, 0, true",
        "QINGSTOR, LIST_BUCKETS, 0, 0, 890, true", "QINGSTOR, LIST_BUCKETS, 0, 0, 910, false", "QINGSTOR, LIST_BUCKETS, 0, 0, -890, true",
        "QINGSTOR, LIST_BUCKETS, 0, 0, -910, false", "QINGSTOR, LIST_BUCKETS, 60, 0, 50, true", "QINGSTOR, LIST_BUCKETS, 60, 0, 70, false",
        "QINGSTOR, LIST_BUCKETS, 60, 0, -70, false", "QINGSTOR, LIST_BUCKETS, 60, 1, -50, true",
        "COS_SLICE_V1, LIST, 0, 0, 0, true", "COS_SLICE_V1, LIST, 0, 0, 290, true", "COS_SLICE_V1, LIST, 0, 0, 310, false",
        "COS_SLICE_V1, LIST, 0, 0, -290, true", "COS_SLICE_V1, LIST, 0, 0, -310, false", "COS_SLICE_V1, LIST, 30, 0, 40, false",
        "COS_SLICE_V2, LIST, 30, 0, 20, true", "COS_SLICE_V2, LIST, 0, 300, 0, true", "COS_SLICE_V2, LIST, 0, 290, 0, false"})
    void aSignatureIsAcceptedInItsTimeOnly(FuzzedServer server, String operation, long skew, long life, long made, boolean accepted)
            throws IOException {
        Dialect dialect = server.dialect();
        HttpHandler handler = server(dialect, new SignatureWindow(seconds(skew), seconds(life)));
        HttpCall call = signed(dialect, dialect.draft(operation, new Random(7)), NOW.plusSeconds(made));
        assertThat(refusal(handler, call)).isEqualTo(accepted ? Optional.empty() : Optional.of(Failure.EXPIRED));
    }

    @ParameterizedTest
    @CsvSource({"0, 3590, false", "0, 3610, true", "0, -3590, false", "0, -3610, true", "60, -50, false", "60, -70, true", "60, 70, true"})
    void aSignatureForOneUseIsAcceptedAroundItsTimeOnly(long skew, long made, boolean expired) throws IOException {
        Dialect dialect = FuzzedServer.COS_SLICE_V1.dialect();
        HttpHandler handler = server(dialect, new SignatureWindow(seconds(skew), Optional.empty()));
        HttpCall call = signed(dialect, deletion(), NOW.plusSeconds(made));
        assertThat(refusal(handler, call)).hasValue(expired ? Failure.EXPIRED : Failure.NO_SUCH_OBJECT);
    }

    @ParameterizedTest
    @CsvSource({"0, 3600", "0, -3600", "60, 60", "60, -60"})
    void aSignatureForOneUseIsNeverAcceptedTwiceHoweverLongOneWaits(long skew, long made) throws IOException {
        Dialect dialect = FuzzedServer.COS_SLICE_V2.dialect();
        HttpHandler handler = server(dialect, new SignatureWindow(seconds(skew), Optional.empty()));
        make();
        HttpCall call = signed(dialect, deletion(), NOW.plusSeconds(made));
        assertThat(refusal(handler, call)).isEmpty();
        make();
        for (int i = 0; i < 260; i++) {
            assertThat(refusal(handler, call)).as("after %d minutes", i).isNotEmpty();
            clock.move(Duration.ofMinutes(1));
        }
        assertThat(refusal(handler, signed(dialect, deletion(), clock.instant()))).isEmpty();
    }

    @Test
    void aSignatureForOneUseThatDidNothingMayBeSentAgain() throws IOException {
        Dialect dialect = FuzzedServer.COS_SLICE_V2.dialect();
        HttpHandler handler = server(dialect, SignatureWindow.OF_PROTOCOL);
        HttpCall call = signed(dialect, deletion(), NOW);
        assertThat(refusal(handler, call)).hasValue(Failure.NO_SUCH_OBJECT);
        make();
        assertThat(refusal(handler, call)).isEmpty();
    }

    private static Draft deletion() {
        return Draft.of("POST", "/files/v1/1250000000/examplebucket/a").field("op", "delete");
    }

    private void make() {
        disk.put(UploadRequest.of(new ObjectRef(Dialect.BUCKET, "a")), Body.of(new byte[1]), Checks.NONE);
    }
}
