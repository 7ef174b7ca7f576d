package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays to our client the answers about coffers that are printed on the vendor's pages, of both generations. */
class CdcsCofferReplyTest {

    private static CdcsFixture fixture;

    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private RecordingServer server;
    private Buckets buckets;
    private Listing listing;

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
        server = RecordingServer.start(call -> {
            HttpReply reply = replies.poll();
            if (reply == null) {
                throw SocketServer.hangUp();
            }
            return reply;
        });
        ObjectStore client = fixture.client(server.uri(), "json");
        buckets = client.capability(Buckets.class).orElseThrow();
        listing = client.capability(Listing.class).orElseThrow();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
        {"Owner":{"ID":"1234","DisplayName":"1234"},"Coffers":{"Coffer":[
         {"Name":"xh1592017330996120000-251010571","Locations":{"Location":["ap-tianjin"]},"CreationDate":"2020-06-13T11:02:11+08:00"},
         {"Name":"xh1592016477536259000-251010571","Locations":{"Location":["ap-tianjin"]},
          "CreationDate":"2020-06-13T10:47:58+08:00"}]}}""",
        """
        <ListAllMyCoffersResult>
          <Owner><ID>qcs::cam::uin/100000000001:uin/100000000001</ID><DisplayName>100000000001</DisplayName></Owner>
          <Coffers>
            <Coffer><Name>xh1592017330996120000-251010571</Name>
              <Locations><Location>ap-beijing</Location><Location>ap-chongqing</Location></Locations>
              <CreationDate>2020-06-13T03:02:11Z</CreationDate></Coffer>
            <Coffer><Name>xh1592016477536259000-251010571</Name><Locations><Location>ap-beijing</Location></Locations>
              <CreationDate>Sat Jun 13 02:47:58 2020</CreationDate></Coffer>
          </Coffers>
        </ListAllMyCoffersResult>"""})
    void readsAListOfCoffersAndSortsIt(String body) {
        answer(200, body);
        answer(200, body);
        answer(200, body);
        BucketInfo first = new BucketInfo("xh1592016477536259000-251010571", Instant.parse("2020-06-13T02:47:58Z"));

        assertThat(buckets.buckets()).containsExactly(first,
            new BucketInfo("xh1592017330996120000-251010571", Instant.parse("2020-06-13T03:02:11Z")));
        assertThat(buckets.bucket("xh1592016477536259000-251010571")).hasValue(first);
        assertThat(buckets.bucket("other-251010571")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Owner\":{\"ID\":\"1234\"},\"Coffers\":{\"Coffer\":[]}}", "{\"Coffers\":\"\"}", "{\"Owner\":{}}",
        "<ListAllMyCoffersResult><Owner/><Coffers/></ListAllMyCoffersResult>"})
    void readsAListOfNoCoffers(String body) {
        answer(200, body);

        assertThat(buckets.buckets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
        {"Name":"examplecoffer-1250000000","EncodingType":"","Prefix":"","Marker":"","MaxKeys":1000,"IsTruncated":"false","NextMarker":"",
         "EncryptType":0,"KeyId":"","KeyRegion":"","Locations":{"Location":["ap-tianjin"]},"Contents":[{"Key":"test1.html",
         "LastModified":"2020-06-13T15:40:15+08:00","ETag":"\\"f173c1199e3d3b53dd91223cae16fb42\\"","Size":20,
         "Owner":{"ID":"1250000000","DisplayName":"1250000000"}}]}""", """
        {"EncodingType":"url","IsTruncated":false,"Contents":{"Key":"test1%2Ehtml","LastModified":"Sat Jun 13 07:40:15 2020",
         "ETag":"f173c1199e3d3b53dd91223cae16fb42","Size":"20"}}""", """
        <?xml version='1.0' encoding='utf-8' ?>
        <ListCofferResult>
          <Name>examplecoffer-1250000000</Name><EncryptType>2</EncryptType><KeyId>aaaa-bbbb-cccc</KeyId><KeyRegion>ap-beijing</KeyRegion>
          <Locations><Location>ap-beijing</Location><Location>ap-chongqing</Location></Locations>
          <Prefix/><Marker/><MaxCounts>1000</MaxCounts><IsTruncated>false</IsTruncated>
          <Contents><Key>test1.html</Key><LastModified>2020-06-13T07:40:15.000Z</LastModified>
            <ETag>&quot;f173c1199e3d3b53dd91223cae16fb42&quot;</ETag><Size>20</Size>
            <Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner></Contents>
        </ListCofferResult>"""})
    void readsAListOfObjects(String body) {
        answer(200, body);
        Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(COFFER, ""));

        assertThat(page.items()).singleElement().satisfies(info -> {
            assertThat(info.object().key()).isEqualTo("test1.html");
            assertThat(info.size()).isEqualTo(20);
            assertThat(info.etag()).isEqualTo("f173c1199e3d3b53dd91223cae16fb42");
            assertThat(info.sums().known()).as("the ETag of an object is no checksum").isEmpty();
            assertThat(info.modified()).isEqualTo(Instant.parse("2020-06-13T07:40:15Z"));
        });
        assertThat(page.next()).isEmpty();
    }

    @Test
    void goesOnWhereThePageSaysOrAtItsLastKey() {
        answer(200, "{\"IsTruncated\":\"true\",\"NextMarker\":\"b\",\"Contents\":[{\"Key\":\"a\"},{\"Key\":\"b\"}]}");
        answer(200, "<ListCofferResult><IsTruncated>true</IsTruncated><Contents><Key>c/1</Key></Contents></ListCofferResult>");
        answer(200, "{\"IsTruncated\":\"false\",\"Contents\":[{\"Key\":\"c/2\"},{\"Key\":\"d\"}]}");
        Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(COFFER, "").delimiter("/"));

        assertThat(page.items()).extracting(info -> info.object().key()).containsExactly("a", "b", "d");
        assertThat(page.prefixes()).containsExactly("c/");
        assertThat(server.requests()).extracting(request -> request.head().query().first("marker").orElse(""))
            .containsExactly("", "b", "c/1");
    }

    @Test
    void refusesAListThatDoesNotGoOn() {
        String same = "{\"IsTruncated\":\"true\",\"NextMarker\":\"a\",\"Contents\":[{\"Key\":\"a\"}]}";
        answer(200, same);
        answer(200, same);

        failure(Failure.PROTOCOL, () -> listing.objects(ObjectQuery.prefix(COFFER, "")));
    }

    @Test
    void readsThatACofferWasMadeAndRemoved() {
        reply(200, Headers.of("Server", "tencent-cdcs"), "");
        reply(204, Headers.of("Server", "tencent-cdcs"), "");
        buckets.createBucket(COFFER);
        buckets.deleteBucket(COFFER);

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"CofferAlreadyExists, 409, BUCKET_EXISTS, GIVE_UP", "CofferAlreadyOwnedByYou, 409, BUCKET_EXISTS, GIVE_UP",
        "CofferCountExceedsLimit, 409, FORBIDDEN, GIVE_UP", "CofferNotEmpty, 409, BUCKET_NOT_EMPTY, GIVE_UP",
        "NoSuchCoffer, 404, NO_SUCH_BUCKET, GIVE_UP", "CofferNotFound, 404, NO_SUCH_BUCKET, GIVE_UP",
        "Whatever, 404, NO_SUCH_BUCKET, GIVE_UP",
        "InvalidCofferName, 400, INVALID_BUCKET, GIVE_UP", "AssumeRoleFailed, 409, KEY_SERVICE, BACK_OFF",
        "KMSFailed, 409, KEY_SERVICE, BACK_OFF", "ServiceNotOpen, 401, FORBIDDEN, GIVE_UP"})
    void knowsWhyACofferIsRefusedInBothGenerations(String code, int status, Failure kind, Remedy remedy) {
        answer(status, "{\"Code\":\"" + code + "\",\"Message\":\"m\",\"Resource\":\"/" + COFFER
            + "\",\"RequestId\":\"x\",\"TraceId\":\"y\"}");
        answer(status, "<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>" + code + "</Code><Message>m</Message></Error>");

        assertThat(failure(kind, () -> buckets.createBucket(COFFER)).remedy()).isEqualTo(remedy);
        assertThat(failure(kind, () -> buckets.deleteBucket(COFFER)).protocolCode()).isEqualTo(code);
    }

    @Test
    void refusesWhatIsNoNameOfACofferBeforeAnyByteMoves() {
        failure(Failure.INVALID_BUCKET, () -> buckets.createBucket("Not_A_Coffer"));
        failure(Failure.INVALID_BUCKET, () -> buckets.deleteBucket("a/b"));
        failure(Failure.INVALID_BUCKET, () -> buckets.bucket("-"));
        failure(Failure.INVALID_BUCKET, () -> listing.objects(ObjectQuery.prefix("", "")));
        assertThat(server.requests()).isEmpty();
    }

    private void answer(int status, String body) {
        reply(status, Headers.of("Content-Type", "application/xml"), body);
    }

    private void reply(int status, Headers headers, String body) {
        replies.add(new HttpReply(status, headers, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }
}
