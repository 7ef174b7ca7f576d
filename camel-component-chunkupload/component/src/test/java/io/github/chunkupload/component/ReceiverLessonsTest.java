package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other receivers complained about, as far as no other test holds it: over real sockets, by clients of no kind. */
@Timeout(60)
class ReceiverLessonsTest {

    private static final Pattern UPLOAD = Pattern.compile("[0-9]{10}[0-9a-f]{64}");
    private static final Pattern SESSION = Pattern.compile("(?<=\"session\":\")[^\"]+");
    private static final Pattern FILE = Pattern.compile("(?<=\"fileid\":\t\")[^\"]+");
    private static final String OBJECT = "/" + Stranger.BUCKET + "/a";
    private static final String FORM = "Content-Type: multipart/form-data; boundary=b\r\n";

    @TempDir
    private Path directory;

    private static String only(Pattern pattern, Reply reply) {
        Matcher matcher = pattern.matcher(reply.text());
        assertThat(matcher.find()).as(reply.text()).isTrue();
        return matcher.group();
    }

    private static String part(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cos|uploadId|<CompleteMultipartUpload><Part><PartNumber>{n}</PartNumber><ETag>{e}</ETag></Part></CompleteMultipartUpload>",
        "cdcs|uploadId|{\"Part\":[{\"PartNumber\":{n},\"ETag\":\"{e}\"}]}",
        "qingstor|upload_id|{\"object_parts\":[{\"part_number\":{n},\"etag\":\"{e}\"}]}"})
    void aCompleteThatIsRefusedIsNeverAnsweredWithStatus200(String protocol, String id, String order) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String target = OBJECT + "?" + id + "=" + only(UPLOAD, stranger.ask("POST", OBJECT + "?uploads", "", ""));
            String number = protocol.equals("qingstor") ? "part_number" : "partNumber";
            assertThat(stranger.ask("PUT", target + "&" + number + "=1", "", "bytes").status()).isLessThan(300);
            for (String refused : List.of(order.replace("{n}", "2").replace("{e}", "0".repeat(32)),
                    order.replace("{n}", "1").replace("{e}", "0".repeat(32)), order.replace("{n}", "x"), "")) {
                Reply reply = stranger.ask("POST", target, Stranger.JSON, refused);
                assertThat(reply.status()).as(reply.text()).isBetween(400, 499);
            }
            assertThat(stranger.ask("GET", target, "", "").status()).as("the upload is still open").isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor"})
    void anUploadIsNotHeldByAConnectionThatIsHalfOpen(String protocol) throws Exception {
        boolean qingstor = protocol.equals("qingstor");
        try (Stranger stranger = new Stranger(directory, protocol); Requests silent = Requests.to(stranger.uri())) {
            String upload = only(UPLOAD, stranger.ask("POST", OBJECT + "?uploads", "", ""));
            String target = OBJECT + (qingstor ? "?upload_id=" : "?uploadId=") + upload;
            String part = target + (qingstor ? "&part_number=0" : "&partNumber=1");
            silent.send("PUT " + part + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nby");
            String etag = stranger.ask("PUT", part, "", "bytes").headers().first("ETag").orElseThrow().replace("\"", "");
            String order = switch (protocol) {
                case "cos" -> "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" + etag + "</ETag></Part>"
                    + "</CompleteMultipartUpload>";
                case "cdcs" -> "{\"Part\":[{\"PartNumber\":1,\"ETag\":\"" + etag + "\"}]}";
                default -> "{\"object_parts\":[{\"part_number\":0}]}";
            };
            assertThat(stranger.ask("POST", target, Stranger.JSON, order).status()).isLessThan(300);
            assertThat(stranger.get("a").text()).isEqualTo("bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSliceIsNotHeldByAConnectionThatIsHalfOpen(int version) throws Exception {
        String target = "/files/v" + version + Stranger.SLICED + "a";
        String sha = "daf529a73101c2be626b99fc6938163e7a27620b";
        try (Stranger stranger = new Stranger(directory, "cos-slice"); Requests silent = Requests.to(stranger.uri())) {
            String[] init = version == 1 ? new String[] {"op=upload_slice", "filesize=5", "sha=" + sha}
                : new String[] {"op=upload_slice_init", "filesize=5"};
            String session = only(SESSION, stranger.form(target, "", init));
            String op = version == 1 ? "upload_slice" : "upload_slice_data";
            silent.send("POST " + target + " HTTP/1.1\r\nHost: h\r\n" + FORM + "Content-Length: 5000\r\n\r\n" + part("op", op) + "\r\n"
                + part("session", session) + "\r\n" + part("offset", "0") + "\r\n" + part("filecontent", "by"));
            Reply slice = stranger.form(target, "", "op=" + op, "session=" + session, "offset=0", "filecontent=bytes");
            assertThat(slice.status()).as(slice.text()).isEqualTo(200);
        }
    }

    @Test
    void anObjectOfCaymanIsNotHeldByAConnectionThatIsHalfOpen() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cayman"); Requests silent = Requests.to(stranger.uri())) {
            stranger.cayman("create", "a");
            silent.send("POST /api/cayman/store/object/write HTTP/1.1\r\nHost: h\r\n" + FORM + "Content-Length: 5000\r\n\r\n"
                + part("bucket", Stranger.BUCKET) + "\r\n" + part("objectid", "a") + "\r\n" + part("offset", "0") + "\r\n"
                + part("PostData", "by"));
            assertThat(stranger.code(stranger.cayman("write", "a", "offset=0", "len=5", "PostData=bytes"))).isEqualTo(200);
            assertThat(stranger.code(stranger.cayman("finish", "a"))).isEqualTo(200);
            assertThat(stranger.get("a").text()).isEqualTo("bytes");
        }
    }

    @Test
    void aServerThatWasStartedAnewGivesNoNameASecondTime() throws Exception {
        String first;
        try (Stranger stranger = new Stranger(directory, "cayman", "&receive=none&defaultBucket=" + Stranger.BUCKET, exchange -> { })) {
            first = file(stranger, "first");
        }
        try (Stranger stranger = new Stranger(directory, "cayman", "&receive=none&defaultBucket=" + Stranger.BUCKET, exchange -> { })) {
            assertThat(file(stranger, "other")).isNotEqualTo(first);
            assertThat(stranger.get(first).text()).isEqualTo("first");
        }
    }

    /** Makes a file whose name the server chooses, and returns that. */
    private static String file(Stranger stranger, String bytes) throws IOException {
        String id = only(FILE, stranger.form("/api/cluster/tracker/file/create", "", "filesize=5", "filename=f"));
        Reply written = stranger.form("/api/cluster/storage/file/write", "", "fileid=" + id, "offset=0", "length=5", "PostData=" + bytes);
        assertThat(stranger.code(written)).as(written.text()).isEqualTo(200);
        assertThat(stranger.code(stranger.form("/api/cluster/tracker/file/finish", "", "fileid=" + id))).isEqualTo(200);
        return id;
    }

    /** A file of more than a slice is kept on the disk until all fields are there. */
    @Test
    void aFormThatBreaksOffLeavesNoTemporaryFile() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Set<Path> before = spools();
            try (Requests client = Requests.to(stranger.uri())) {
                client.send("POST /files/v1" + Stranger.SLICED + "a HTTP/1.1\r\nHost: h\r\n" + FORM + "Content-Length: 6000000\r\n\r\n"
                    + part("op", "upload") + "\r\n" + part("filecontent", "x".repeat(4_000_000)));
                await().until(() -> !before.containsAll(spools()));
            }
            await().until(() -> before.containsAll(spools()));
        }
    }

    private static Set<Path> spools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".form")).collect(Collectors.toSet());
        }
    }
}
