package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsCalls.json;
import static io.github.chunkupload.protocol.cdcs.CdcsCalls.refused;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on coffers as seen from a socket. */
class CdcsCofferServerTest {

    private static final String WISH =
        "{\"Locations\":{\"Location\":[\"ap-tianjin\"]},\"EncryptType\":0,\"KeyId\":\"\",\"KeyRegion\":\"\"}";
    private static final Headers XML = Headers.of("Accept", "application/xml");

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = start(false, Set.of());
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    private SocketServer start(boolean anonymous, Set<String> served) {
        return SocketServer.start(new CdcsProtocol().server(caller -> disk, settings(anonymous, served)));
    }

    private static ServerSettings settings(boolean anonymous, Set<String> served) {
        return new ServerSettings(CredentialSource.of(KEY), anonymous, served, "", Set.of(), "1250000000", Map.of(), OptionalLong.empty(),
            Clock.systemUTC());
    }

    private void restart(boolean anonymous, Set<String> served) {
        server.close();
        server = start(anonymous, served);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.cdcs.myqcloud.com", "cdcs.ap-tianjin.myqcloud.com"})
    void makesAndRemovesACofferOnEitherHostAndPath(String host) throws Exception {
        for (String target : List.of("/" + COFFER, "/" + COFFER + "/")) {
            Reply made = call("PUT", target, Headers.of("Host", host), WISH);
            assertThat(made.status()).as(made.text()).isEqualTo(200);
            assertThat(made.body()).isEmpty();
            refused(409, "CofferAlreadyOwnedByYou", call("PUT", target, Headers.of("Host", host), WISH));
            assertThat(disk.capability(Buckets.class).orElseThrow().bucket(COFFER)).isPresent();

            assertThat(call("DELETE", target, Headers.of("Host", host), "").status()).isEqualTo(204);
            refused(404, "NoSuchCoffer", call("DELETE", target, Headers.of("Host", host), ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", WISH, "{}", "{\"Locations\":{\"Location\":[\"ap-tianjin\"]},\"EncryptType\":\"0\",\"KeyId\":\"aaa\"}",
        "<Coffer><EncryptType>0</EncryptType><Locations><Location>ap-beijing</Location></Locations></Coffer>", "<Coffer/>"})
    void makesACofferThatIsNotEncrypted(String wish) throws Exception {
        Reply made = call("PUT", "/" + COFFER, Headers.NONE, wish);

        assertThat(made.status()).as(made.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"EncryptType\":1}; 405; MethodNotAllowed",
        "<Coffer><EncryptType>2</EncryptType><KeyId>aaa-bbb-ccc</KeyId><KeyRegion>ap-beijing</KeyRegion></Coffer>; 405; MethodNotAllowed",
        "{\"EncryptType\":\"yes\"}; 400; InvalidArgument", "<Bucket/>; 400; InvalidArgument", "x; 400; InvalidArgument"})
    void refusesToMakeACofferOtherThanAskedFor(String wish, int status, String code) throws Exception {
        refused(status, code, call("PUT", "/" + COFFER, Headers.NONE, wish));
        assertThat(disk.capability(Buckets.class).orElseThrow().bucket(COFFER)).isEmpty();
    }

    @Test
    void removesNoCofferThatHasObjectsOrOpenUploads() throws Exception {
        call("PUT", "/" + COFFER, Headers.NONE, WISH);
        String uploadId = json(call("POST", "/" + COFFER + "/k?uploads", Headers.NONE, "")).get("UploadId").asText();
        refused(409, "CofferNotEmpty", call("DELETE", "/" + COFFER, Headers.NONE, ""));
        call("DELETE", "/" + COFFER + "/k?uploadId=" + uploadId, Headers.NONE, "");
        put("k");
        refused(409, "CofferNotEmpty", call("DELETE", "/" + COFFER, Headers.NONE, ""));
    }

    @Test
    void listsTheCoffersItServes() throws Exception {
        call("PUT", "/b-1250000000", Headers.NONE, WISH);
        call("PUT", "/a-1250000000", Headers.NONE, WISH);
        JsonNode list = json(call("GET", "/", Headers.of("Host", "service.cdcs.myqcloud.com"), ""));

        assertThat(list.get("Owner").get("ID").asText()).isEqualTo("1250000000");
        assertThat(list.get("Coffers").get("Coffer")).extracting(coffer -> coffer.get("Name").asText())
            .containsExactly("a-1250000000", "b-1250000000");
        JsonNode coffer = list.get("Coffers").get("Coffer").get(0);
        assertThat(coffer.get("Locations").get("Location").get(0).asText()).isEqualTo("ap-tianjin");
        assertThat(coffer.get("CreationDate").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(call("GET", "/", XML, "").text()).contains("<ListAllMyCoffersResult><Owner><ID>1250000000</ID>",
            "<Coffers><Coffer><Name>a-1250000000</Name><Locations><Location>ap-tianjin</Location></Locations><CreationDate>");

    }

    @Test
    void coffersThatAreServedByConfigurationAreAlwaysThere() throws Exception {
        disk.capability(Buckets.class).orElseThrow().createBucket("other-1250000000");
        restart(false, Set.of(COFFER));
        JsonNode coffers = json(call("GET", "/", Headers.NONE, "")).get("Coffers").get("Coffer");

        assertThat(coffers).hasSize(1);
        assertThat(coffers.get(0).get("Name").asText()).isEqualTo(COFFER);
        refused(409, "CofferAlreadyOwnedByYou", call("PUT", "/" + COFFER, Headers.NONE, WISH));
        refused(401, "PolicyCheckFailed", call("DELETE", "/" + COFFER, Headers.NONE, ""));
        refused(404, "CofferNotFound", call("GET", "/other-1250000000", Headers.NONE, ""));
    }

    @Test
    void listsObjectsInPagesWithTheTypesOfThePage() throws Exception {
        List<String> keys = List.of("A", "a/1", "a/2 %&", "b", "z");
        for (String key : List.of("z", "b", "a%2F2%20%25%26", "a/1", "A")) {
            put(key);
        }
        List<String> listed = new ArrayList<>();
        String marker = "";
        for (int page = 0; page < 3; page++) {
            Reply reply = call("GET", "/" + COFFER + (page % 2 == 0 ? "" : "/") + "?max-keys=2&marker=" + marker.replace("%", "%25")
                .replace("&", "%26").replace(" ", "%20"), Headers.of("Host", "cdcs.ap-beijing.myqcloud.com"), "");
            assertThat(reply.headers().first("x-cdcs-coffer-region")).hasValue("ap-beijing");
            JsonNode list = json(reply);
            assertThat(list.get("Name").asText()).isEqualTo(COFFER);
            assertThat(list.get("Marker").asText()).isEqualTo(marker);
            assertThat(list.get("MaxKeys").isInt()).isTrue();
            assertThat(list.get("IsTruncated").textValue()).isEqualTo(String.valueOf(page < 2));
            assertThat(list.get("EncryptType").intValue()).isZero();
            list.get("Contents").forEach(each -> listed.add(each.get("Key").asText()));
            marker = list.get("NextMarker").asText();
        }
        assertThat(listed).isEqualTo(keys);
        assertThat(marker).isEmpty();
    }

    @Test
    void tellsOfAnObjectInAListWhatThePageTells() throws Exception {
        put("photos/1");
        put("other");
        JsonNode list = json(call("GET", "/" + COFFER + "?prefix=photos%2F&encoding-type=url", Headers.NONE, ""));
        assertThat(list.get("EncodingType").asText()).isEqualTo("url");
        assertThat(list.get("Prefix").asText()).isEqualTo("photos%2F");
        assertThat(list.get("Contents")).hasSize(1);
        JsonNode object = list.get("Contents").get(0);
        assertThat(object.get("Key").asText()).isEqualTo("photos%2F1");
        assertThat(object.get("ETag").asText()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(object.get("Size").intValue()).isEqualTo(5);
        assertThat(object.get("LastModified").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(object.get("Owner").get("DisplayName").asText()).isEqualTo("1250000000");

        assertThat(call("GET", "/" + COFFER + "?max-count=1", XML, "").text()).contains("<ListCofferResult><Name>" + COFFER + "</Name>",
            "<MaxCount>1</MaxCount><IsTruncated>true</IsTruncated><NextMarker>other</NextMarker>",
            "<Contents><Key>other</Key><LastModified>").doesNotContain("photos");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-keys=0", "max-keys=1001", "max-count=x", "encoding-type=base64"})
    void refusesAListOutOfItsLimits(String parameter) throws Exception {
        refused(400, "InvalidArgument", call("GET", "/" + COFFER + "?" + parameter, Headers.NONE, ""));
    }

    @Test
    void asksWhoeverTouchesCoffersForASignature() throws Exception {
        restart(true, Set.of());
        put("k");
        refused(401, "AuthFailed", unsigned("GET", "/"));
        refused(401, "AuthFailed", unsigned("PUT", "/other-1250000000"));
        refused(401, "AuthFailed", unsigned("DELETE", "/" + COFFER));
        assertThat(json(unsigned("GET", "/" + COFFER)).get("Contents")).hasSize(1);
    }

    @Test
    void refusesByNameWhatItsStoreCannot() throws Exception {
        server.close();
        server = SocketServer.start(new CdcsProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public <C> Optional<C> capability(Class<C> type) {
                return type == Buckets.class || type == Listing.class ? Optional.empty() : super.capability(type);
            }
        }, settings(false, Set.of())));

        refused(405, "MethodNotAllowed", call("GET", "/", Headers.NONE, ""));
        refused(405, "MethodNotAllowed", call("GET", "/" + COFFER, Headers.NONE, ""));
        refused(405, "MethodNotAllowed", call("PUT", "/" + COFFER, Headers.NONE, WISH));
        refused(405, "MethodNotAllowed", call("DELETE", "/" + COFFER, Headers.NONE, ""));
    }

    private void put(String encodedKey) throws IOException {
        Reply reply = call("PUT", "/" + COFFER + "/" + encodedKey, Headers.NONE, "hello");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private Reply unsigned(String method, String target) throws IOException {
        return Requests.exchange(server.uri(), method + " " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    }

    private Reply call(String method, String target, Headers headers, String body) throws IOException {
        return new CdcsCalls(server.uri()).call(method, target, headers, body);
    }
}
