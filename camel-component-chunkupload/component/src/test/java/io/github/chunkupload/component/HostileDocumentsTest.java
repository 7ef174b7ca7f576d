package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.testing.Requests.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML, JSON and forms that read files, ask other servers, grow without end or nest without end: refused as malformed. */
@Timeout(60)
class HostileDocumentsTest {

    private static final Pattern UPLOAD = Pattern.compile("[0-9]{10}[0-9a-f]{64}");
    private static final String OBJECT = "/" + Stranger.BUCKET + "/a";
    private static final String LIST = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{}</ETag></Part>"
        + "</CompleteMultipartUpload>";
    private static final String SECRET = "secret beside the data directory";

    @TempDir
    private Path directory;

    private static String open(Stranger stranger) throws Exception {
        Matcher upload = UPLOAD.matcher(stranger.ask("POST", OBJECT + "?uploads", "", "").text());
        assertThat(upload.find()).isTrue();
        return upload.group();
    }

    /** A list of parts that wants something from {@code uri}. */
    private static String document(String kind, String uri) {
        return switch (kind) {
            case "external entity" -> "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + uri + "\">]>" + LIST.replace("{}", "&x;");
            case "parameter entity" -> "<!DOCTYPE a [<!ENTITY % x SYSTEM \"" + uri + "\"> %x;]>" + LIST.replace("{}", "e");
            case "external document type" -> "<!DOCTYPE a SYSTEM \"" + uri + "\">" + LIST.replace("{}", "e");
            case "public document type" -> "<!DOCTYPE a PUBLIC \"-//x//y\" \"" + uri + "\">" + LIST.replace("{}", "e");
            case "inclusion" -> "<CompleteMultipartUpload xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include parse=\"text\" href=\""
                + uri + "\"/></CompleteMultipartUpload>";
            case "schema" -> "<CompleteMultipartUpload xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a "
                + uri + "\"/>";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({"cos, external entity", "cos, parameter entity", "cos, external document type", "cos, public document type",
        "cos, inclusion", "cos, schema", "cdcs, external entity", "cdcs, parameter entity", "cdcs, external document type",
        "cdcs, public document type", "cdcs, inclusion", "cdcs, schema"})
    void aListOfPartsReadsNoFileAndAsksNoServer(String protocol, String kind) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), SECRET);
        try (Stranger stranger = new Stranger(directory, protocol);
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String target = OBJECT + "?uploadId=" + open(stranger);
            Map<String, Long> before = stranger.files();
            for (String uri : List.of(secret.toUri().toString(), "http://127.0.0.1:" + other.getLocalPort() + "/x")) {
                Reply reply = stranger.ask("POST", target, "", document(kind, uri));
                assertThat(reply.status()).as(reply.text()).isEqualTo(400);
                assertThat(reply.text()).containsAnyOf("MalformedXML", "InvalidArgument").doesNotContain(SECRET);
            }
            other.setSoTimeout(1);
            assertThat(catchThrowable(other::accept)).isInstanceOf(SocketTimeoutException.class);
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs"})
    void entitiesThatGrowAreNotExpanded(String protocol) throws Exception {
        StringBuilder lols = new StringBuilder("<!DOCTYPE a [<!ENTITY x0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            lols.append("<!ENTITY x").append(i).append(" \"").append(("&x" + (i - 1) + ";").repeat(10)).append("\">");
        }
        String loop = "<!DOCTYPE a [<!ENTITY x \"&y;\"><!ENTITY y \"&x;\">]>" + LIST.replace("{}", "&x;");
        String quadratic = "<!DOCTYPE a [<!ENTITY x \"" + "a".repeat(100_000) + "\">]>" + LIST.replace("{}", "&x;".repeat(100_000));
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String target = OBJECT + "?uploadId=" + open(stranger);
            for (String bomb : List.of(lols + "]>" + LIST.replace("{}", "&x29;"), quadratic, loop)) {
                Reply reply = stranger.ask("POST", target, "", bomb);
                assertThat(reply.status()).as(reply.text()).isEqualTo(400);
                assertThat(reply.text()).containsAnyOf("MalformedXML", "InvalidArgument").hasSizeLessThan(2000);
            }
        }
    }

    /** Up to 3 MB, which is below the limit of a list. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cos|<a>", "cos|<a b='", "cos|<CompleteMultipartUpload><Part>", "cdcs|<a>", "cdcs|{\"Part\":", "cdcs|{\"a\":[", "cdcs|[",
        "qingstor|[", "qingstor|{\"object_parts\":", "qingstor|{\"a\":["})
    void aListOfPartsThatNestsWithoutEndIsRefused(String protocol, String opening) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String target = OBJECT + (protocol.equals("qingstor") ? "?upload_id=" : "?uploadId=") + open(stranger);
            Map<String, Long> before = stranger.files();
            for (int depth : new int[] {100, 900, 5_000, 3_000_000 / opening.length()}) {
                Reply reply = stranger.ask("POST", target, Stranger.JSON, opening.repeat(depth));
                assertThat(reply.status()).as("%d: %s", depth, reply.text()).isEqualTo(400);
            }
            for (String closing : List.of("]", "}", "]}")) {
                Reply reply = stranger.ask("POST", target, Stranger.JSON, opening.repeat(900) + "0" + closing.repeat(900));
                assertThat(reply.status()).as(reply.text()).isEqualTo(400);
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    /** The first bytes look like those of UTF-32, and what follows is beyond all characters. */
    @ParameterizedTest
    @ValueSource(strings = {"cdcs", "qingstor", "cos-slice"})
    void aDocumentInAnEncodingThatItBreaksIsMalformed(String protocol) throws Exception {
        String broken = "\0\0\0{\u007f\u00ff\u00ff\u00ff\u007f\u00ff\u00ff\u00ff";
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String target = protocol.equals("cos-slice") ? "/files/v1" + Stranger.SLICED + "a"
                : OBJECT + (protocol.equals("qingstor") ? "?upload_id=" : "?uploadId=") + open(stranger);
            Reply reply = stranger.ask("POST", target, Stranger.JSON, broken);
            assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"op\":", "{\"op\":\"delete\",\"x\":[", "[", "{\"op\":\"delete\",\"x\":{\"y\":"})
    void theJsonOfAnOperationNestsOnlySoDeep(String opening) throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            stranger.put("a", "", "bytes");
            Map<String, Long> before = stranger.files();
            for (int depth : new int[] {900, 1_200, 60_000 / opening.length()}) {
                String tail = opening.endsWith("[") ? "]" : "}";
                for (String body : List.of(opening.repeat(depth), opening + "[".repeat(depth) + "]".repeat(depth) + tail)) {
                    Reply reply = stranger.ask("POST", "/files/v1" + Stranger.SLICED + "a", Stranger.JSON, body);
                    assertThat(reply.status()).as("%d: %s", depth, reply.text()).isEqualTo(400);
                }
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{\"offset\":", "{\"a\":"})
    void theDigestsOfAFileNestOnlySoDeep(String opening) throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Reply reply = stranger.form("/files/v2" + Stranger.SLICED + "a", "", "op=upload_slice_init", "filesize=10",
                "slice_size=524288", "sha=" + "0".repeat(40), "uploadparts=" + opening.repeat(50_000));
            assertThat(reply.status()).as(reply.text()).isEqualTo(400);
            assertThat(reply.text()).contains("uploadparts");
        }
    }

    @ParameterizedTest
    @CsvSource({"create, 5000", "write, 5000", "write, 1000000"})
    void aFormOfCaymanWithoutEndIsRefused(String operation, int fields) throws Exception {
        String target = "/api/cayman/store/object/" + operation;
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            Map<String, Long> before = stranger.files();
            String form = "--b\r\n\r\n\r\n".repeat(fields) + "--b--\r\n";
            Reply reply = stranger.ask("POST", target, "Content-Type: multipart/form-data; boundary=b\r\n", form);
            assertThat(stranger.code(reply)).as(reply.text()).isIn(400, 413);
            Reply named = stranger.ask("POST", target, "Content-Type: multipart/form-data; boundary=b\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(100) + "--b--\r\n");
            assertThat(stranger.code(named)).as(named.text()).isEqualTo(400);
            Reply plain = stranger.ask("POST", target, "Content-Type: application/x-www-form-urlencoded\r\n", "a=b&".repeat(fields));
            assertThat(stranger.code(plain)).as(plain.text()).isIn(400, 413);
            assertThat(stranger.files()).isEqualTo(before);
        }
    }
}
