package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static io.github.chunkupload.protocol.cos.CosFixture.KEY;
import static io.github.chunkupload.protocol.cos.CosFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.Requests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where our client puts bucket, key, token and signature, and that our server finds them there. */
class CosAddressingTest {

    private static final Credentials TEMPORARY = new Credentials("TEMPORARYKEY", "TEMPORARYSECRET", Optional.of("to/ken+=&"));
    private static CosFixture fixture;

    @TempDir
    private Path directory;
    private DiskStore disk;
    private RecordingServer server;
    private URI endpoint;

    @BeforeAll
    static void start() {
        fixture = new CosFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        server = RecordingServer.start(new CosProtocol().server(caller -> disk,
            CosFixture.serverSettings(false, OptionalLong.empty(), KEY, TEMPORARY)));
        endpoint = URI.create("http://localhost:" + server.port());
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @ParameterizedTest
    @CsvSource({"VIRTUAL, examplebucket-1250000000.localhost:, /exampleobject",
        "PATH, localhost:, /examplebucket-1250000000/exampleobject", "BUCKETLESS, localhost:, /exampleobject"})
    void putsTheBucketWhereItIsTold(Addressing addressing, String host, String target) {
        try (ObjectStore client = fixture.client(endpoint, addressing)) {
            client.put(UploadRequest.of(OBJECT), Body.of(new byte[3]), Checks.NONE);
        }
        assertThat(server.last().head().authority()).isEqualTo(host + server.port());
        assertThat(server.last().target()).isEqualTo(target);
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(3);
    }

    @Test
    void joinsTheApplicationIdToABucketThatLacksIt() {
        ClientSettings settings = new ClientSettings(endpoint, Addressing.PATH, Optional.of(KEY), "", CosFixture.APP_ID, Map.of(),
            OptionalLong.empty(), Clock.systemUTC());
        ObjectRef brief = new ObjectRef("examplebucket", "k");
        try (HttpTransport transport = fixture.transport(endpoint); ObjectStore client = new CosProtocol().client(transport, settings)) {
            assertThat(client.put(UploadRequest.of(brief), Body.EMPTY, Checks.NONE).object()).isEqualTo(brief);
            client.put(UploadRequest.of(OBJECT), Body.EMPTY, Checks.NONE);
        }
        assertThat(disk.head(new ObjectRef(BUCKET, "k"), Access.NONE).size()).isZero();
        assertThat(disk.head(OBJECT, Access.NONE).size()).isZero();
    }

    @Test
    void sendsTheTokenOfATemporaryKeyUnsigned() {
        try (ObjectStore client = client(TEMPORARY, QSign.Layout.FIELDS)) {
            client.put(UploadRequest.of(OBJECT), Body.of(new byte[3]), Checks.NONE);
        }
        assertThat(server.last().head().header("x-cos-security-token")).hasValue("to/ken+=&");
        assertThat(QSign.in(server.last().head()).orElseThrow().headers()).containsExactly("content-length", "host");
    }

    @Test
    void anAnonymousClientSendsNoCredentialsAndIsRefusedHere() {
        try (ObjectStore client = client(null, QSign.Layout.FIELDS)) {
            assertThatExceptionOfType(UploadException.class).isThrownBy(() -> client.head(OBJECT, Access.NONE))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN));
            assertThat(server.last().head().headers().has("Authorization")).isFalse();
            Presigning presigning = client.capability(Presigning.class).orElseThrow();
            assertThatExceptionOfType(UploadException.class).isThrownBy(() -> presigning.presign("GET", OBJECT, Query.NONE, Duration.ZERO))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.UNAUTHENTICATED));
        }
    }

    @ParameterizedTest
    @EnumSource(QSign.Layout.class)
    void presignsAPartForSomebodyElse(QSign.Layout layout) throws Exception {
        try (ObjectStore client = client(TEMPORARY, layout)) {
            UploadRef upload = ((Admission.Open) client.initiate(UploadRequest.of(OBJECT))).upload();
            URI url = client.capability(Presigning.class).orElseThrow().presign("PUT", OBJECT,
                Query.NONE.with("partNumber", "1").with("uploadId", upload.uploadId()), Duration.ofMinutes(5));

            assertThat(put(url.getRawPath() + "?" + url.getRawQuery())).isEqualTo(200);
            assertThat(put(url.getRawPath() + "?" + url.getRawQuery().replace("partNumber=1", "partNumber=2"))).isEqualTo(403);
            assertThat(client.state(upload, -1, 10).parts()).hasSize(1);
        }
    }

    @Test
    void aPresignedUrlEndsInTime() throws Exception {
        try (ObjectStore client = client(KEY, QSign.Layout.FIELDS)) {
            URI url = client.capability(Presigning.class).orElseThrow().presign("PUT", OBJECT, Query.NONE, Duration.ofSeconds(-2));

            assertThat(put(url.getRawPath() + "?" + url.getRawQuery())).isEqualTo(403);
        }
    }

    private ObjectStore client(Credentials credentials, QSign.Layout layout) {
        return new CosProtocol().client(fixture.transport(endpoint), CosFixture.clientSettings(endpoint, Addressing.PATH, credentials,
            Map.of("presign", layout.name().toLowerCase(Locale.ROOT))));
    }

    private int put(String target) throws Exception {
        return Requests.exchange(server.uri(), "PUT " + target + " HTTP/1.1\r\nHost: localhost:" + server.port()
            + "\r\nContent-Length: 5\r\n\r\nhello").status();
    }
}
