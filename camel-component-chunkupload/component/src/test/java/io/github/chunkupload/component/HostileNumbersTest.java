package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
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

/** Numbers that are negative, too large for a machine, or none: refused in the form of the protocol, and nothing is stored. */
@Timeout(60)
class HostileNumbersTest {

    private static final List<String> NUMBERS = List.of("-1", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
        "99999999999999999999999999", "1e3", "0x10", "1.5", "NaN", "%D9%A1", "1,2");
    private static final Pattern UPLOAD = Pattern.compile("[0-9]{10}[0-9a-f]{64}");
    private static final String OBJECT = "/" + Stranger.BUCKET + "/a";

    @TempDir
    private Path directory;

    private static String only(Pattern pattern, Reply reply) {
        Matcher matcher = pattern.matcher(reply.text());
        assertThat(matcher.find()).as(reply.text()).isTrue();
        return matcher.group();
    }

    private static void refuses(Stranger stranger, String what, Reply reply) {
        assertThat(stranger.code(reply)).as("%s: %s", what, reply.text()).isBetween(400, 499);
    }

    @ParameterizedTest
    @CsvSource({
        "cos, PUT, partNumber={n}&uploadId={u}, GET, uploadId={u}&max-parts={n}",
        "cos, GET, uploadId={u}&part-number-marker={n}, GET, ?uploads&max-uploads={n}",
        "cos, GET, ?max-keys={n}, PUT, partNumber={n}&uploadId={n}",
        "cdcs, PUT, partNumber={n}&uploadId={u}, GET, uploadId={u}&max-parts={n}",
        "cdcs, GET, uploadId={u}&part-number-marker={n}, GET, ?uploads&max-uploads={n}",
        "cdcs, GET, ?max-keys={n}, PUT, partNumber={n}&uploadId={n}",
        "qingstor, PUT, part_number={n}&upload_id={u}, GET, upload_id={u}&limit={n}",
        "qingstor, GET, upload_id={u}&part_number_marker=1{n}, PUT, part_number={n}&upload_id={n}"})
    void inAQuery(String protocol, String method, String query, String otherMethod, String otherQuery) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String upload = only(UPLOAD, stranger.ask("POST", OBJECT + "?uploads", "", ""));
            Map<String, Long> before = stranger.files();
            for (String number : NUMBERS) {
                refuses(stranger, query + " " + number, stranger.ask(method, target(query, number, upload), "", body(method)));
                refuses(stranger, otherQuery + " " + number,
                    stranger.ask(otherMethod, target(otherQuery, number, upload), "", body(otherMethod)));
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    private static String target(String query, String number, String upload) {
        String filled = query.replace("{n}", number).replace("{u}", upload);
        return query.startsWith("?") ? "/" + Stranger.BUCKET + "/" + filled : OBJECT + "?" + filled;
    }

    private static String body(String method) {
        return method.equals("PUT") ? "bytes" : "";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cos|uploadId|<CompleteMultipartUpload><Part><PartNumber>{n}</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "cdcs|uploadId|<CompleteMultipartUpload><Part><PartNumber>{n}</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
        "cdcs|uploadId|{\"Part\":[{\"PartNumber\":{n},\"ETag\":\"e\"}]}",
        "cdcs|uploadId|{\"Part\":[{\"PartNumber\":\"{n}\",\"ETag\":\"e\"}]}",
        "qingstor|upload_id|{\"object_parts\":[{\"part_number\":{n}}]}",
        "qingstor|upload_id|{\"object_parts\":[{\"part_number\":\"{n}\"}]}",
        "qingstor|upload_id|{\"object_parts\":[{\"part_number\":0,\"size\":{n}}]}"})
    void inAListOfParts(String protocol, String name, String list) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String upload = only(UPLOAD, stranger.ask("POST", OBJECT + "?uploads", "", ""));
            Map<String, Long> before = stranger.files();
            for (String number : NUMBERS) {
                String body = list.replace("{n}", number);
                refuses(stranger, body, stranger.ask("POST", OBJECT + "?" + name + "=" + upload, Stranger.JSON, body));
            }
            refuses(stranger, "1e999999999", stranger.ask("POST", OBJECT + "?" + name + "=" + upload, Stranger.JSON,
                list.replace("{n}", "1e999999999")));
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice"})
    void inARange(String protocol) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            stranger.put("a", "", "0123456789");
            for (String range : List.of("bytes=-9223372036854775808", "bytes=99999999999999999999-", "bytes=0-99999999999999999999",
                    "bytes=9223372036854775807-", "bytes=999999999999999999-", "bytes=5-1", "bytes=--1", "bytes=-0", "bytes=1e1-",
                    "bytes=0-1,3-4", "bytes=" + "0-,".repeat(2000))) {
                Reply reply = stranger.ask("GET", OBJECT, "Range: " + range + "\r\n", "");
                assertThat(reply.status()).as("%s: %s", range, reply.text()).isIn(200, 206, 400, 416);
                assertThat(reply.status() >= 400 || "0123456789".contains(reply.text())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cos, PUT", "cdcs, PUT", "qingstor, PUT", "cos-slice, POST", "cayman, POST"})
    void inTheLengthOfTheBody(String protocol, String method) throws Exception {
        String target = switch (protocol) {
            case "cos-slice" -> "/files/v1" + Stranger.SLICED + "a";
            case "cayman" -> "/api/cayman/store/object/write";
            default -> OBJECT;
        };
        try (Stranger stranger = new Stranger(directory, protocol)) {
            Map<String, Long> before = stranger.files();
            for (String length : List.of("9223372036854775807", "9223372036854775808", "-1", "1e3", "99999999999999999999")) {
                refuses(stranger, length, stranger.announced(method, target,
                    "Content-Type: multipart/form-data; boundary=b\r\nExpect: 100-continue\r\n", length, ""));
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1|op=upload_slice&filesize={n}&sha=da39a3ee5e6b4b0d3255bfef95601890afd80709&slice_size=524288",
        "1|op=list&num={n}",
        "1|op=upload_slice&session={u}&offset={n}&filecontent=0123456789",
        "2|op=upload_slice_init&filesize={n}&slice_size=524288",
        "2|op=upload_slice_init&filesize=10&slice_size=524288&sha=da39a3ee5e6b4b0d3255bfef95601890afd80709"
            + "&uploadparts=[{\"offset\":0,\"datalen\":{n},\"datasha\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"}]",
        "2|op=upload_slice_data&session={u}&offset={n}&filecontent=0123456789",
        "2|op=upload_slice_finish&session={u}&filesize={n}"})
    void inAFormOfCosSlice(int version, String form) throws Exception {
        String target = "/files/v" + version + Stranger.SLICED;
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Reply opened = version == 1
                ? stranger.form(target + "open", "", "op=upload_slice", "filesize=10000000", "sha=" + "0".repeat(40), "slice_size=524288")
                : stranger.form(target + "open", "", "op=upload_slice_init", "filesize=10000000", "slice_size=524288");
            String session = only(Pattern.compile("(?<=\"session\":\")[^\"]+"), opened);
            String name = form.contains("{u}") ? "open" : form.contains("num=") ? "" : "new";
            Map<String, Long> before = stranger.files();
            for (String number : NUMBERS) {
                String[] fields = form.replace("{n}", number).replace("{u}", session).split("&");
                refuses(stranger, form + " " + number, stranger.form(target + name, "", fields));
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    /** The size of slices is a wish: the server has the last word. */
    @ParameterizedTest
    @ValueSource(strings = {"/files/v1 op=upload_slice", "/files/v2 op=upload_slice_init"})
    void asTheSizeOfASliceIsAnsweredWithTheServersOwn(String call) throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            for (int i = 0; i < NUMBERS.size(); i++) {
                String[] parts = call.split(" ");
                Reply opened = stranger.form(parts[0] + Stranger.SLICED + i, "", parts[1], "filesize=10000000", "sha=" + "0".repeat(40),
                    "slice_size=" + NUMBERS.get(i));
                assertThat(only(Pattern.compile("\"slice_size\":\\d+"), opened)).isEqualTo("\"slice_size\":1048576");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"create, new, size={n}", "write, open, offset={n}&len=5&PostData=bytes", "write, open, offset=0&len={n}&PostData=bytes",
        "write, open, offset=9223372036854775807&len=5&PostData=bytes", "read, whole, offset={n}&len=5", "read, whole, offset=0&len={n}",
        "truncate, whole, newsize={n}", "truncate, whole, newsize=9223372036854775807"})
    void inAFormOfCayman(String operation, String key, String form) throws Exception {
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            stranger.put("whole", "", "0123456789");
            stranger.cayman("create", "open");
            Map<String, Long> before = stranger.files();
            for (String number : NUMBERS) {
                String[] fields = form.replace("{n}", number).split("&");
                refuses(stranger, operation + " " + form + " " + number, stranger.cayman(operation, key, fields));
            }
            assertThat(stranger.files()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page={n}", "perpage={n}", "limit={n}"})
    void inAListOfCayman(String field) throws Exception {
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            for (String number : NUMBERS) {
                refuses(stranger, field + " " + number, stranger.form("/api/cayman/store/bucket/listobject", "",
                    "bucket=" + Stranger.BUCKET, field.replace("{n}", number)));
            }
            Reply far = stranger.form("/api/cayman/store/bucket/listobject", "", "bucket=" + Stranger.BUCKET,
                field.replace("{n}", "9223372036854775807"));
            assertThat(stranger.code(far)).as(far.text()).isLessThan(500);
        }
    }
}
