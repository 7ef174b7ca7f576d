package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static io.github.chunkupload.protocol.qingstor.QingStorFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the customer's in the headers of our client, with the pair of key and MD5 that the manual's text gives. */
class QingStorCustomerKeyTest {

    private static final String TEXT = "01234567890123456789012345678901";
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String MD5 = "KYvwGXoFFJ42a2u2GDWhwQ==";
    private static final Access ACCESS = new Access(Optional.of(new CustomerKey(TEXT.getBytes(StandardCharsets.US_ASCII))));
    private static final Access OTHER = new Access(Optional.of(new CustomerKey(new byte[32])));
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "4d26b37a469230619604ecdc0e314782");
    private static final Headers CONFIRMED = Headers.of("X-QS-Encryption-Customer-Algorithm", "AES256")
        .with("X-QS-Encryption-Customer-Key-MD5", MD5);

    private final QingStorFixture fixture = new QingStorFixture();
    private RecordingServer server;
    private ObjectStore client;
    private volatile Headers told = CONFIRMED;

    private enum Operation {

        INITIATE(client -> client.initiate(UploadRequest.of(OBJECT).withAccess(ACCESS))),
        PART(client -> client.putPart(UPLOAD, PartSlot.numbered(0, 5), Body.of(new byte[5]), Checks.NONE, ACCESS)),
        PUT(client -> client.put(UploadRequest.of(OBJECT).withAccess(ACCESS), Body.of(new byte[5]), Checks.NONE)),
        COPY(client -> client.capability(PartCopy.class).orElseThrow()
            .copyPart(UPLOAD, PartSlot.numbered(0, 5), CopySource.of(new ObjectRef(BUCKET, "source")), ACCESS)),
        GET(client -> close(client.get(OBJECT, ByteRange.ALL, ACCESS)));

        private final Consumer<ObjectStore> call;

        Operation(Consumer<ObjectStore> call) {
            this.call = call;
        }
    }

    @BeforeEach
    void open() {
        server = RecordingServer.start(call -> {
            boolean initiate = call.head().target().endsWith("?uploads");
            String body = initiate ? "{\"upload_id\":\"u\"}" : "";
            return new HttpReply(call.head().method().equals("DELETE") ? 204 : 200, told.with("ETag", "\"x\""),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        });
        client = fixture.client(server.uri(), Addressing.PATH, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        fixture.close();
    }

    @Test
    void saysThatItTakesKeys() {
        assertThat(client.traits(BUCKET).customerKeys()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void sendsAlgorithmKeyAndMd5AndSignsThem(Operation operation) {
        operation.call.accept(client);

        Headers sent = server.last().head().headers();
        assertThat(sent.first("x-qs-encryption-customer-algorithm")).hasValue("AES256");
        assertThat(sent.first("x-qs-encryption-customer-key")).hasValue(KEY);
        assertThat(sent.first("x-qs-encryption-customer-key-md5")).hasValue(MD5);
        String text = QingStorSign.text(server.last().head(), sent.first("Date").orElseThrow(), server.last().head().rawPath(),
            QingStorQueries.of(server.last().head()));
        assertThat(text).contains("\nx-qs-encryption-customer-key:" + KEY + "\n");
        assertThat(sent.first("Authorization")).hasValue(QingStorSign.SCHEME + QingStorFixture.KEY.accessKey() + ":"
            + QingStorSign.signature(QingStorFixture.KEY.secretKey(), text));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void failsWhenTheAnswerDoesNotConfirmTheKey(Operation operation) {
        told = Headers.NONE;
        refused(Failure.PROTOCOL, () -> operation.call.accept(client));
        told = Headers.of("x-qs-encryption-customer-algorithm", "AES256");
        refused(Failure.PROTOCOL, () -> operation.call.accept(client));
        told = CustomerKeys.answer(OTHER);
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> operation.call.accept(client));
    }

    @Test
    void givesUpAnUploadWhoseKeyIsNotConfirmed() {
        told = Headers.NONE;
        refused(Failure.PROTOCOL, () -> client.initiate(UploadRequest.of(OBJECT).withAccess(ACCESS)));

        assertThat(server.last().requestLine()).isEqualTo("DELETE /mybucket/large-object?upload_id=u HTTP/1.1");
    }

    @Test
    void takesAnAnswerToHeadThatDoesNotTellTheKeyButNoneThatTellsAnother() {
        told = Headers.NONE;
        assertThat(client.head(OBJECT, ACCESS).etag()).isEqualTo("x");
        assertThat(server.last().head().header("x-qs-encryption-customer-key")).hasValue(KEY);
        told = CustomerKeys.answer(OTHER);
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> client.head(OBJECT, ACCESS));
    }

    @Test
    void sendsNoKeyWhereThereIsNone() {
        told = Headers.NONE;
        assertThat(client.initiate(UploadRequest.of(OBJECT))).isEqualTo(Admission.open(new UploadRef(OBJECT, "u")));

        assertThat(server.last().headerLines()).noneMatch(line -> line.startsWith("x-qs-"));
    }

    @Test
    void sendsTheKeysOfSourceAndTargetOfACopyApart() {
        CopySource source = new CopySource(new ObjectRef(BUCKET, "s"), ByteRange.ALL, "", OTHER);
        client.capability(PartCopy.class).orElseThrow().copyPart(UPLOAD, PartSlot.numbered(0, 5), source, ACCESS);

        Headers sent = server.last().head().headers();
        assertThat(CustomerKeys.in(sent)).isEqualTo(ACCESS);
        assertThat(CustomerKeys.ofSource(sent)).isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"algorithm", "key", "key-md5"})
    void refusesTwoOfTheThreeHeaders(String missing) {
        Headers.Builder two = Headers.builder();
        CustomerKeys.headers(ACCESS).fields().stream().filter(field -> !field.getKey().endsWith("customer-" + missing))
            .forEach(field -> two.add(field.getKey(), field.getValue()));

        refused(Failure.INVALID_ARGUMENT, () -> CustomerKeys.in(two.build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"algorithm=AES128", "algorithm=", "key=", "key=c2hvcnQ=", "key=***", "key-md5=AAAAAAAAAAAAAAAAAAAAAA==",
        "key-md5=short", "key-md5="})
    void refusesWhatDoesNotFitTogetherAndNeverTellsTheKey(String change) {
        String name = change.substring(0, change.indexOf('='));
        Headers changed = Headers.builder().addAll(CustomerKeys.headers(ACCESS))
            .set("x-qs-encryption-customer-" + name, change.substring(change.indexOf('=') + 1)).build();

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> CustomerKeys.in(changed)).satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Failure.INVALID_ARGUMENT);
            assertThat(e.getMessage()).doesNotContain(KEY).doesNotContain(TEXT);
        });
    }

    @Test
    void readsTheManualsPair() {
        Headers headers = Headers.of("x-qs-encryption-customer-algorithm", "AES256").with("x-qs-encryption-customer-key", KEY)
            .with("X-QS-Encryption-Customer-Key-MD5", MD5);

        assertThat(CustomerKeys.in(headers)).isEqualTo(ACCESS);
        assertThat(CustomerKeys.answer(ACCESS).first("x-qs-encryption-customer-key-md5")).hasValue(MD5);
        assertThat(CustomerKeys.answer(ACCESS).has("x-qs-encryption-customer-key")).isFalse();
        assertThat(Base64.getDecoder().decode(KEY)).asString().isEqualTo(TEXT);
    }

    private static void refused(Failure kind, Runnable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call::run)
            .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private static void close(Download download) {
        try {
            download.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
