package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.KEY;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.OBJECT;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD_ID;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * There is no SDK to compare with, so each request of our client is compared, field by field, with the one on the vendor's page: request
 * line, every header but those that a connection has by itself, body, and what the signature covers. One header is ours: what it accepts
 * tells a server of either generation, or of several protocols, whom it has to do with; it is not signed.
 */
class CdcsDocumentedRequestTest {

    private static final String MD5 = "39270a968a357d24207e9911162507eb";
    private static final String PATH = "/" + COFFER + "/exampleobject";
    private static final Set<String> CONNECTION = Set.of("host", "authorization", "connection", "user-agent");
    private static CdcsFixture fixture;

    private RecordingServer server;

    private enum Operation {

        INITIATE("json", client -> client.initiate(wish()), "POST " + PATH + "?uploads", "uploads",
            Map.of("content-length", "0"), ""),
        INITIATE_WITH_TYPE("json", client -> client.initiate(wish().withMetadata(Metadata.NONE.withHeader("content-type", "text/plain"))),
            "POST " + PATH + "?uploads", "uploads",
            Map.of("content-length", "0", "content-type", "text/plain"), ""),
        PUT_PART("json", client -> client.putPart(UPLOAD, PartSlot.numbered(0, 5), Body.of(bytes("part1")), Checks.NONE, Access.NONE),
            "PUT " + PATH + "?partNumber=1&uploadId=" + UPLOAD_ID, "partnumber;uploadid", Map.of("content-length", "5"), "part1"),
        PUT_PART_WITH_MD5("json", client -> client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(bytes("part2")),
            new Checks(Set.of(), Checksums.of(Digest.MD5, MD5)), Access.NONE),
            "PUT " + PATH + "?partNumber=2&uploadId=" + UPLOAD_ID, "partnumber;uploadid",
            Map.of("content-length", "5", "content-md5", "OScKloo1fSQgfpkRFiUH6w=="), "part2"),
        LIST_PARTS("json", client -> client.state(UPLOAD, 6, 2),
            "GET " + PATH + "?uploadId=" + UPLOAD_ID + "&max-parts=2&part-number-marker=7", "max-parts;part-number-marker;uploadid",
            Map.of(), ""),
        LIST_PARTS_XML("xml", client -> client.state(UPLOAD, 6, 2),
            "GET " + PATH + "?uploadId=" + UPLOAD_ID + "&max-count=2&marker=7", "marker;max-count;uploadid",
            Map.of(), ""),
        LIST_UPLOADS("json", client -> client.uploads(UploadQuery.prefix(COFFER, "photos/2024 01")),
            "GET /" + COFFER + "/?uploads&prefix=photos%2F2024%2001&max-uploads=1000&encoding-type=url",
            "encoding-type;max-uploads;prefix;uploads", Map.of(), ""),
        COMPLETE("json", CdcsDocumentedRequestTest::complete, "POST " + PATH + "?uploadId=" + UPLOAD_ID, "uploadid",
            Map.of("content-type", "application/json", "content-length", "128"),
            "{\"Part\":[{\"PartNumber\":1,\"ETag\":\"827ccb0eea8a706c4c34a16891f84e7b\"},"
                + "{\"PartNumber\":2,\"ETag\":\"927ccb0eea8a706c4c34a16891f84e8b\"}]}"),
        COMPLETE_XML("xml", CdcsDocumentedRequestTest::complete, "POST " + PATH + "?uploadId=" + UPLOAD_ID, "uploadid",
            Map.of("content-type", "application/xml", "content-length", "258"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
                + "<ETag>827ccb0eea8a706c4c34a16891f84e7b</ETag></Part><Part><PartNumber>2</PartNumber>"
                + "<ETag>927ccb0eea8a706c4c34a16891f84e8b</ETag></Part></CompleteMultipartUpload>"),
        ABORT("json", client -> client.abort(UPLOAD), "DELETE " + PATH + "?uploadId=" + UPLOAD_ID, "uploadid", Map.of(), ""),
        PUT_OBJECT("json", client -> client.put(wish().withMetadata(Metadata.NONE.withHeader("content-type", "text/plain")),
            Body.of(bytes("whole")), new Checks(Set.of(), Checksums.of(Digest.MD5, MD5))), "PUT " + PATH, "",
            Map.of("content-type", "text/plain", "content-length", "5", "content-md5", "OScKloo1fSQgfpkRFiUH6w=="), "whole"),
        HEAD_OBJECT("json", client -> client.head(OBJECT, Access.NONE), "HEAD " + PATH, "", Map.of(), ""),
        GET_RANGE("json", client -> client.get(OBJECT, new ByteRange(2, 4), Access.NONE), "GET " + PATH, "",
            Map.of("range", "bytes=2-4"), ""),
        GET_SERVICE("json", client -> buckets(client).buckets(), "GET /", "", Map.of(), ""),
        PUT_COFFER("json", client -> buckets(client).createBucket(COFFER), "PUT /" + COFFER, "",
            Map.of("content-type", "application/json", "content-length", "57"),
            "{\"Locations\":{\"Location\":[\"ap-tianjin\"]},\"EncryptType\":0}"),
        PUT_COFFER_XML("xml", client -> buckets(client).createBucket(COFFER), "PUT /" + COFFER, "",
            Map.of("content-type", "application/xml", "content-length", "138"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Coffer><Locations><Location>ap-tianjin</Location></Locations>"
                + "<EncryptType>0</EncryptType></Coffer>"),
        DELETE_COFFER("json", client -> buckets(client).deleteBucket(COFFER), "DELETE /" + COFFER, "", Map.of(), ""),
        GET_COFFER("json", client -> list(client, new ObjectQuery(COFFER, "photos/2024 01", "", "photos/2024 01/7", 20)),
            "GET /" + COFFER + "?prefix=photos%2F2024%2001&marker=photos%2F2024%2001%2F7&max-keys=20&encoding-type=url",
            "encoding-type;marker;max-keys;prefix", Map.of(), ""),
        GET_COFFER_XML("xml", client -> list(client, ObjectQuery.prefix(COFFER, "")),
            "GET /" + COFFER + "?max-count=1000&encoding-type=url", "encoding-type;max-count", Map.of(), ""),
        AWKWARD_KEY("json", client -> client.head(new ObjectRef(COFFER, "dir one/a+b~*&中.bin"), Access.NONE),
            "HEAD /" + COFFER + "/dir%20one/a%2Bb~%2A%26%E4%B8%AD.bin", "", Map.of(), "");

        private final String generation;
        private final Consumer<ObjectStore> call;
        private final String line;
        private final String signedParameters;
        private final Map<String, String> headers;
        private final String body;

        Operation(String generation, Consumer<ObjectStore> call, String line, String signedParameters, Map<String, String> headers,
                String body) {
            this.generation = generation;
            this.call = call;
            this.line = line;
            this.signedParameters = signedParameters;
            this.headers = headers;
            this.body = body;
        }
    }

    @BeforeAll
    static void start() {
        fixture = new CdcsFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void open() {
        server = RecordingServer.start(call -> answer(call.head()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void isTheRequestOfThePage(Operation operation) {
        operation.call.accept(fixture.client(server.uri(), operation.generation));
        Recorded request = server.last();

        assertThat(request.requestLine()).isEqualTo(operation.line + " HTTP/1.1");
        assertThat(request.head().header("Host")).hasValue("127.0.0.1:" + server.port());
        Map<String, String> headers = new TreeMap<>();
        request.head().headers().fields().forEach(field -> headers.put(field.getKey().toLowerCase(), field.getValue()));
        headers.keySet().removeAll(CONNECTION);
        assertThat(headers.remove("accept")).as("what no page has").isEqualTo("application/" + operation.generation + ", */*");
        assertThat(headers).isEqualTo(new TreeMap<>(operation.headers));
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo(operation.body);
        QSign sign = QSign.in(request.head()).orElseThrow();
        assertThat(String.join(";", sign.parameters())).isEqualTo(operation.signedParameters);
        assertThat(sign.headers()).contains("host").doesNotContain("accept").containsAll(operation.headers.keySet());
        assertThat(sign.accessKey()).isEqualTo(KEY.accessKey());
    }

    @Test
    void sendsTheTokenOfATemporaryKeyUnsigned() {
        Credentials temporary = new Credentials("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123", Optional.of("to/ken=="));
        fixture.client(server.uri(), Map.of(), temporary, Clock.systemUTC()).abort(UPLOAD);

        assertThat(server.last().head().header("x-cdcs-security-token")).hasValue("to/ken==");
        assertThat(QSign.in(server.last().head()).orElseThrow().headers()).containsExactly("host");
    }

    @Test
    void isUnsignedWithoutCredentials() {
        fixture.client(server.uri(), Map.of(), null, Clock.systemUTC()).head(OBJECT, Access.NONE);

        assertThat(server.last().head().header("Authorization")).isEmpty();
    }

    private static void complete(ObjectStore client) {
        client.complete(UPLOAD, Completion.of(List.of(
            PartReceipt.of(PartSlot.numbered(0, 5), "827ccb0eea8a706c4c34a16891f84e7b", Checksums.NONE),
            PartReceipt.of(PartSlot.numbered(1, 5), "927ccb0eea8a706c4c34a16891f84e8b", Checksums.NONE))));
    }

    private static Buckets buckets(ObjectStore client) {
        return client.capability(Buckets.class).orElseThrow();
    }

    private static void list(ObjectStore client, ObjectQuery query) {
        client.capability(Listing.class).orElseThrow().objects(query);
    }

    private static HttpReply answer(HttpHead head) {
        if (head.header("Range").isPresent()) {
            return new HttpReply(206, Headers.of("Content-Range", "bytes 2-4/5"), Body.of(bytes("ole")));
        }
        return HttpReply.of(200, Headers.NONE, "application/json", head.method().equals("HEAD") ? ""
            : "{\"Key\":\"exampleobject\",\"UploadId\":\"1\",\"IsTruncated\":\"false\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
