package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static io.github.chunkupload.protocol.qingstor.QingStorFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.gateway.RightsBackend;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies, from our client and as raw requests. The bucket is open to all, others are not. */
class QingStorCopyTest {

    private static final ObjectRef SOURCE = new ObjectRef("otherbucket", "dir/a b+中.txt");
    private static final String SOURCE_PATH = "/otherbucket/dir/a%20b%2B%E4%B8%AD.txt";
    private static final String MD5 = "781e5e245d69b566979b86e28d23f2c7";

    @TempDir
    private Path directory;
    private final QingStorFixture fixture = new QingStorFixture();
    private DiskStore disk;
    private HttpHandler handler;
    private SocketServer server;
    private ObjectStore client;
    private UploadRef upload;
    private volatile ObjectStore backend;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        backend = disk;
        handler = new QingStorProtocol().server(caller -> backend,
            QingStorFixture.serverSettings(Map.of("anonymousWrite", BUCKET, "anonymousRead", BUCKET)));
        server = SocketServer.start(handler);
        client = fixture.client(server.uri(), Addressing.PATH, Clock.systemUTC());
        disk.put(UploadRequest.of(SOURCE).withMetadata(Metadata.NONE.withHeader("content-type", "text/plain").withUser("a", "b")),
            body("0123456789"), QingStorUploads.COMPUTED);
        upload = ((Admission.Open) client.initiate(UploadRequest.of(OBJECT))).upload();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        disk.close();
        fixture.close();
    }

    @Test
    void copiesAWholeObjectAndARangeIntoParts() throws Exception {
        PartReceipt whole = copy(0, ByteRange.ALL, "");
        PartReceipt range = copy(1, new ByteRange(2, 4), MD5);
        client.putPart(upload, PartSlot.numbered(2, 1), body("x"), Checks.NONE, Access.NONE);

        assertThat(whole.etag()).isEqualTo(MD5);
        assertThat(range.slot().length()).isEqualTo(3);
        assertThat(client.state(upload, -1, 10).parts()).extracting(part -> part.receipt().slot().length()).containsExactly(10L, 3L, 1L);
        disk.complete(upload, Completion.of(List.of(whole, range, PartReceipt.of(PartSlot.numbered(2, 1), "",
            Checksums.NONE))));
        assertThat(read(OBJECT)).isEqualTo("0123456789234x");
    }

    @Test
    void letsTheStoreCopyByItselfWhereItCan() {
        List<CopySource> asked = new ArrayList<>();
        PartCopy own = (to, slot, source, access) -> {
            asked.add(source);
            return PartReceipt.of(slot, "etag", Checksums.NONE);
        };
        backend = new ForwardingStore(disk) {
            @Override
            public <C> Optional<C> capability(Class<C> type) {
                return type == PartCopy.class ? Optional.of(type.cast(own)) : super.capability(type);
            }
        };
        PartReceipt receipt = copy(0, new ByteRange(-1, 3), "");

        assertThat(receipt.etag()).isEqualTo("etag");
        assertThat(receipt.slot().length()).isEqualTo(3);
        assertThat(asked).extracting(CopySource::object).containsExactly(SOURCE);
        assertThat(asked).extracting(CopySource::range).containsExactly(new ByteRange(-1, 3));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"bytes=2-4, 201, bytes 2-4/10", "bytes=7-, 201, bytes 7-9/10", "bytes=-3, 201, bytes 7-9/10",
        "bytes=8-99, 201, bytes 8-9/10", "bytes=10-, 416, -", "bytes=4-2, 416, -", "'bytes=0-1,3-4', 416, -", "nonsense, 416, -"})
    void tellsTheRangeThatWasCopied(String range, int status, String copied) {
        HttpReply reply = signed(part(0), "x-qs-copy-source: " + SOURCE_PATH, "x-qs-copy-range: " + range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("x-qs-content-copy-range").orElse(null)).isEqualTo(copied);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"if-match: " + MD5 + " | 201", "if-match: \"" + MD5 + "\" | 201",
        "if-match: \"x\" | 412", "if-none-match: \"x\" | 201", "if-none-match: " + MD5 + " | 412",
        "if-modified-since: Sun, 16 Aug 2015 09:05:00 GMT | 201", "if-unmodified-since: Sun, 16 Aug 2015 09:05:00 GMT | 412",
        "if-modified-since: Sun, 16 Aug 2099 09:05:00 GMT | 412"})
    void obeysTheConditionsAboutTheSource(String condition, int status) {
        String header = "x-qs-copy-source-" + condition;
        HttpReply part = signed(part(0), "x-qs-copy-source: " + SOURCE_PATH, header);
        HttpReply object = signed("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH, header);

        assertThat(part.status()).isEqualTo(status);
        assertThat(object.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"/otherbucket/missing, 404, object_not_exists", "/nobucket/missing, 404, object_not_exists",
        "otherbucket, 400, invalid_argument", "/otherbucket/, 400, invalid_argument", "/otherbucket/%zz, 400, invalid_argument",
        "/Bad_Name/k, 400, invalid_bucket_name", "/otherbucket/a%00b, 400, invalid_object_name"})
    void refusesASourceThatIsNone(String source, int status, String code) throws Exception {
        for (String request : List.of(part(0), "PUT /mybucket/copy")) {
            HttpReply reply = signed(request, "x-qs-copy-source: " + source);
            assertThat(QingStorJson.parse(reply.body().open().readAllBytes()).path("code").asText()).isEqualTo(code);
            assertThat(reply.status()).isEqualTo(status);
        }
    }

    @Test
    void asksForTheRightToReadTheSource() {
        signed("PUT /mybucket/open", "x-qs-copy-source: " + SOURCE_PATH);

        assertThat(plain(part(0), "x-qs-copy-source: /mybucket/open").status()).isEqualTo(201);
        assertThat(plain(part(0), "x-qs-copy-source: " + SOURCE_PATH).status()).isEqualTo(403);
        assertThat(plain("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH).status()).isEqualTo(403);
        assertThat(plain("PUT /mybucket/copy", "x-qs-move-source: /mybucket/open").status()).isEqualTo(403);
    }

    @Test
    void copiesAnObjectWithItsMetadataOrWithOther() throws Exception {
        HttpReply copied = signed("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH, "Content-Type: image/png");
        ObjectInfo kept = disk.head(new ObjectRef(BUCKET, "copy"), Access.NONE);
        signed("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH, "Content-Type: image/png", "x-qs-metadata-directive: REPLACE");
        ObjectInfo replaced = disk.head(new ObjectRef(BUCKET, "copy"), Access.NONE);

        assertThat(copied.status()).isEqualTo(201);
        assertThat(copied.header("ETag")).hasValue('"' + MD5 + '"');
        assertThat(kept.metadata().header("content-type")).hasValue("text/plain");
        assertThat(kept.metadata().user()).containsEntry("a", "b");
        assertThat(replaced.metadata().header("content-type")).hasValue("image/png");
        assertThat(replaced.metadata().user()).isEmpty();
        assertThat(read(new ObjectRef(BUCKET, "copy"))).isEqualTo("0123456789");
        assertThat(signed("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH, "x-qs-metadata-directive: x").status()).isEqualTo(400);
    }

    @Test
    void movesAnObject() throws Exception {
        assertThat(signed("PUT /mybucket/moved", "x-qs-move-source: " + SOURCE_PATH).status()).isEqualTo(201);

        assertThat(read(new ObjectRef(BUCKET, "moved"))).isEqualTo("0123456789");
        refused(Failure.NO_SUCH_OBJECT, () -> disk.head(SOURCE, Access.NONE));
        assertThat(signed("PUT /mybucket/moved", "x-qs-move-source: /mybucket/moved").status()).isEqualTo(400);
        assertThat(read(new ObjectRef(BUCKET, "moved"))).isEqualTo("0123456789");
    }

    @Test
    void keepsASourceThatWasReplacedWhileItWasMoved() throws Exception {
        backend = new ForwardingStore(disk) {
            @Override
            public Download get(ObjectRef object, ByteRange range, Access access) {
                Download before = super.get(object, range, access);
                disk.put(UploadRequest.of(SOURCE), body("newer"), Checks.NONE);
                return before;
            }
        };
        assertThat(signed("PUT /mybucket/moved", "x-qs-move-source: " + SOURCE_PATH).status()).isEqualTo(409);

        assertThat(read(new ObjectRef(BUCKET, "moved"))).isEqualTo("0123456789");
        assertThat(read(SOURCE)).isEqualTo("newer");
    }

    @Test
    void neverCopiesAnotherVersionThanTheOneItsConditionsWereAbout() {
        backend = new ForwardingStore(disk) {
            @Override
            public ObjectInfo head(ObjectRef object, Access access) {
                ObjectInfo before = super.head(object, access);
                disk.put(UploadRequest.of(SOURCE), body("newer"), Checks.NONE);
                return before;
            }
        };
        refused(Failure.PRECONDITION_FAILED, () -> copy(0, ByteRange.ALL, MD5));
        assertThat(disk.state(upload, -1, 10).parts()).isEmpty();
    }

    @Test
    void aSourceThatCannotBeReadIsNotTheClientsFault() {
        backend = new ForwardingStore(disk) {
            @Override
            public Download get(ObjectRef object, ByteRange range, Access access) {
                Download download = super.get(object, range, access);
                return new Download(download.info(), download.offset(), Body.once(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("The disk broke");
                    }
                }, download.body().length()));
            }
        };
        refused(Failure.INTERNAL, () -> signed(part(0), "x-qs-copy-source: " + SOURCE_PATH));
        refused(Failure.INTERNAL, () -> signed("PUT /mybucket/copy", "x-qs-copy-source: " + SOURCE_PATH));
        refused(Failure.NO_SUCH_OBJECT, () -> disk.head(new ObjectRef(BUCKET, "copy"), Access.NONE));
    }

    @Test
    void namesWhatIsWrongWithACopy() {
        refused(Failure.PRECONDITION_FAILED, () -> copy(0, ByteRange.ALL, "x"));
        refused(Failure.INVALID_RANGE, () -> copy(0, new ByteRange(10, 11), ""));
        refused(Failure.INVALID_ARGUMENT, () -> copy(10_000, ByteRange.ALL, ""));
        refused(Failure.NO_SUCH_OBJECT, () -> client.capability(PartCopy.class).orElseThrow()
            .copyPart(upload, PartSlot.numbered(0, -1), CopySource.of(new ObjectRef(BUCKET, "missing")), Access.NONE));
        refused(Failure.NO_SUCH_UPLOAD, () -> client.capability(PartCopy.class).orElseThrow()
            .copyPart(new UploadRef(OBJECT, "x"), PartSlot.numbered(0, -1), CopySource.of(SOURCE), Access.NONE));
    }

    private PartReceipt copy(int number, ByteRange range, String etag) {
        return client.capability(PartCopy.class).orElseThrow()
            .copyPart(upload, PartSlot.numbered(number, PartSlot.UNKNOWN), new CopySource(SOURCE, range, etag, Access.NONE), Access.NONE);
    }

    private String part(int number) {
        return "PUT /mybucket/large-object?part_number=" + number + "&upload_id=" + upload.uploadId();
    }

    /** Asks the server without credentials. */
    private HttpReply plain(String request, String... headers) {
        Headers.Builder all = Headers.builder().add("Content-Length", "0");
        for (String header : headers) {
            all.add(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1));
        }
        int blank = request.indexOf(' ');
        HttpHead head = new HttpHead(request.substring(0, blank), "127.0.0.1", request.substring(blank + 1), all.build());
        return handler.handle(new HttpCall(head, Body.EMPTY, ""));
    }

    /** Asks the server with credentials. */
    private HttpReply signed(String request, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Date: " + HttpDates.header(Clock.systemUTC().instant()));
        Headers.Builder fields = Headers.builder();
        all.forEach(header -> fields.add(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1)));
        int blank = request.indexOf(' ');
        HttpHead head = new HttpHead(request.substring(0, blank), "127.0.0.1", request.substring(blank + 1), fields.build());
        String text = QingStorSign.text(head, head.header("Date").orElseThrow(), head.rawPath(), QingStorQueries.of(head));
        all.add("Authorization: QS " + QingStorFixture.KEY.accessKey() + ":"
            + QingStorSign.signature(QingStorFixture.KEY.secretKey(), text));
        return plain(request, all.toArray(String[]::new));
    }

    private String read(ObjectRef object) throws IOException {
        try (Download download = disk.get(object, ByteRange.ALL, Access.NONE)) {
            return new String(download.body().open().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Failure kind, Runnable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call::run)
            .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    @Test
    void aMoveOfWhatMayNotBeDeletedLeavesEverythingAsItWas() throws Exception {
        Grant unremovable = new Grant(EnumSet.of(Right.READ, Right.WRITE, Right.LIST), Grant.ANY_BUCKET, "");
        backend = new RightsBackend(caller -> disk, user -> List.of(unremovable)).as(new Caller("key", ""));
        assertThat(signed("PUT /mybucket/moved", "x-qs-move-source: " + SOURCE_PATH).status()).isEqualTo(403);

        assertThat(read(SOURCE)).isEqualTo("0123456789");
        refused(Failure.NO_SUCH_OBJECT, () -> disk.head(new ObjectRef(BUCKET, "moved"), Access.NONE));
    }
}
