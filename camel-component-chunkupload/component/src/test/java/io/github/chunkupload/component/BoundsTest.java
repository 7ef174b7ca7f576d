package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents, forms and heads as large as they may be, and one byte larger: that is refused, and changes nothing. */
@Timeout(60)
class BoundsTest {

    private static final int LIST = 4 << 20;
    private static final int FORM = 64 << 10;
    private static final String OBJECT = "/" + Stranger.BUCKET + "/a";
    private static final Pattern UPLOAD = Pattern.compile("[0-9]{10}[0-9a-f]{64}");
    private static final String FORM_TYPE = "Content-Type: application/x-www-form-urlencoded\r\n";

    @TempDir
    private Path directory;

    private static String open(Stranger stranger) throws IOException {
        Matcher upload = UPLOAD.matcher(stranger.ask("POST", OBJECT + "?uploads", "", "").text());
        assertThat(upload.find()).isTrue();
        return upload.group();
    }

    /** Returns a document of {@code size} bytes: {@code begin}, blanks, {@code end}. */
    private static String filled(String begin, String end, int size) {
        return begin + " ".repeat(size - begin.length() - end.length()) + end;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cos      | partNumber=1&uploadId=   | <CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part> | "
            + "</CompleteMultipartUpload> | EntityTooLarge",
        "cdcs     | partNumber=1&uploadId=   | <CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part> | "
            + "</CompleteMultipartUpload> | EntityTooLarge",
        "qingstor | part_number=0&upload_id= | {\"object_parts\":[{\"part_number\":0,\"etag\":\"%s\"}]                         | "
            + "} | entity_too_large"})
    void aListOfParts(String protocol, String part, String begin, String end, String code) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            String upload = open(stranger);
            String etag = stranger.ask("PUT", OBJECT + "?" + part + upload, "", "bytes").headers().first("ETag").orElseThrow()
                .replace("\"", "");
            String target = OBJECT + "?" + part.substring(part.indexOf('&') + 1) + upload;
            Map<String, Long> before = stranger.files();

            Reply over = stranger.ask("POST", target, Stranger.JSON, filled(begin.formatted(etag), end, LIST + 1));
            assertThat(over.status()).as(over.text()).isBetween(400, 413);
            assertThat(over.text()).contains(code);
            assertThat(stranger.files()).isEqualTo(before);
            Reply under = stranger.ask("POST", target, Stranger.JSON, filled(begin.formatted(etag), end, LIST));
            assertThat(under.status()).as(under.text()).isBetween(200, 201);
            assertThat(stranger.get("a").text()).isEqualTo("bytes");
        }
    }

    @Test
    void theJsonOfAnOperationOfCosSlice() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            String begin = "{\"op\":\"upload_slice\",\"filesize\":5,\"slice_size\":524288,\"insertOnly\":0,\"sha\":\""
                + "0".repeat(40) + "\"";
            Map<String, Long> before = stranger.files();
            for (String[] ends : new String[][] {{begin, "}"}, {begin + "}", ""}}) {
                Reply over = stranger.ask("POST", "/files/v1" + Stranger.SLICED + "a", Stranger.JSON, filled(ends[0], ends[1], FORM + 1));
                assertThat(over.status()).as(over.text()).isEqualTo(400);
                assertThat(over.text()).contains("A JSON object has at most 65536 bytes");
                assertThat(stranger.files()).isEqualTo(before);
            }
            Reply under = stranger.ask("POST", "/files/v1" + Stranger.SLICED + "a", Stranger.JSON, filled(begin, "}", FORM));
            assertThat(under.status()).as(under.text()).isEqualTo(200);
            assertThat(stranger.files()).isNotEqualTo(before);
        }
    }

    @Test
    void theFieldsOfAFormOfCosSlice() throws Exception {
        int others = "op".length() + "upload".length() + "insertOnly".length() + "0".length() + "pad".length();
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Map<String, Long> before = stranger.files();
            Reply over = padded(stranger, "b", FORM - others + 1);
            assertThat(over.status()).as(over.text()).isEqualTo(400);
            assertThat(over.text()).contains("The fields have more than 65536 bytes");
            assertThat(stranger.files()).isEqualTo(before);
            Reply under = padded(stranger, "a", FORM - others);
            assertThat(under.status()).as(under.text()).isEqualTo(200);
            assertThat(stranger.get("a").text()).isEqualTo("bytes");
        }
    }

    private static Reply padded(Stranger stranger, String key, int bytes) throws IOException {
        return stranger.form("/files/v1" + Stranger.SLICED + key, "", "op=upload", "insertOnly=0", "pad=" + "x".repeat(bytes),
            "filecontent=bytes");
    }

    @Test
    void thePartsOfAFormOfCosSlice() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Map<String, Long> before = stranger.files();
            Reply over = many(stranger, "b", 65);
            assertThat(over.status()).as(over.text()).isEqualTo(400);
            assertThat(over.text()).contains("more than 64 parts");
            assertThat(stranger.files()).isEqualTo(before);
            assertThat(many(stranger, "a", 64).status()).isEqualTo(200);
            assertThat(stranger.get("a").text()).isEqualTo("bytes");
        }
    }

    private static Reply many(Stranger stranger, String key, int parts) throws IOException {
        Stream<String> fields = Stream.concat(Stream.of("op=upload", "insertOnly=0", "filecontent=bytes"),
            IntStream.range(0, parts - 3).mapToObj(i -> "f" + i + "=x"));
        return stranger.form("/files/v1" + Stranger.SLICED + key, "", fields.toArray(String[]::new));
    }

    @Test
    void theFileOfAFormOfCosSlice() throws Exception {
        int most = 20 << 20;
        try (Stranger stranger = new Stranger(directory, "cos-slice")) {
            Map<String, Long> before = stranger.files();
            Reply over = stranger.put("b", "", "x".repeat(most + 1));
            assertThat(over.status()).as(over.text()).isIn(400, 413);
            assertThat(over.text()).contains("\"code\":");
            assertThat(stranger.files()).isEqualTo(before);
            assertThat(stranger.put("a", "", "x".repeat(most)).status()).isEqualTo(200);
        }
    }

    /** A chunked request tells no length: what comes before, between and behind the fields is bounded all the same. */
    @Test
    void aFormOfCosSliceThatBeginsNever() throws Exception {
        String chunk = "100000\r\n" + "-".repeat(1 << 20) + "\r\n";
        try (Stranger stranger = new Stranger(directory, "cos-slice"); Requests connection = Requests.to(stranger.uri())) {
            connection.send("POST /files/v1" + Stranger.SLICED + "a HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n\r\n");
            for (int i = 0; i < 23; i++) {
                connection.send(chunk);
            }
            Reply over = connection.reply();
            assertThat(over.status()).as(over.text()).isIn(400, 413);
            assertThat(over.text()).contains("\"code\":");
        }
    }

    @Test
    void aFormOfCaymanWithoutABlock() throws Exception {
        String create = "bucket=" + Stranger.BUCKET + "&objectid=%s&size=5&pad=";
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            Map<String, Long> before = stranger.files();
            Reply over = create(stranger, create.formatted("b"), FORM + 1);
            assertThat(stranger.code(over)).as(over.text()).isIn(400, 413);
            assertThat(over.text()).contains("more than the 65536 bytes allowed");
            assertThat(stranger.files()).isEqualTo(before);
            Reply under = create(stranger, create.formatted("a"), FORM);
            assertThat(stranger.isRefused(under)).as(under.text()).isFalse();
        }
    }

    private static Reply create(Stranger stranger, String form, int bytes) throws IOException {
        return stranger.ask("POST", "/api/cayman/store/object/create", FORM_TYPE, form + "x".repeat(bytes - form.length()));
    }

    @Test
    void aFieldAndTheFieldsOfAFormOfCayman() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            Map<String, Long> before = stranger.files();
            Reply longer = stranger.cayman("create", "b", "size=5", "pad=" + "x".repeat((8 << 10) + 1));
            assertThat(stranger.code(longer)).as(longer.text()).isEqualTo(400);
            Reply more = stranger.cayman("create", "b", fields(65));
            assertThat(stranger.code(more)).as(more.text()).isEqualTo(400);
            assertThat(more.text()).contains("more than 64 parts");
            assertThat(stranger.files()).isEqualTo(before);
            assertThat(stranger.isRefused(stranger.cayman("create", "a", "size=5", "pad=" + "x".repeat(8 << 10)))).isFalse();
            assertThat(stranger.isRefused(stranger.cayman("create", "c", fields(64)))).isFalse();
        }
    }

    /** Returns so many fields, bucket and object counted too. */
    private static String[] fields(int count) {
        return Stream.concat(Stream.of("size=5"), IntStream.range(0, count - 3).mapToObj(i -> "f" + i + "=x")).toArray(String[]::new);
    }

    @Test
    void aBlockOfCayman() throws Exception {
        int most = 4 << 20;
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            assertThat(stranger.isRefused(stranger.cayman("create", "a", "size=" + 2 * most))).isFalse();
            Map<String, Long> before = stranger.files();
            Reply over = stranger.cayman("write", "a", "offset=0", "len=" + (most + 1), "PostData=" + "x".repeat(most + 1));
            assertThat(stranger.code(over)).as(over.text()).isIn(400, 413);
            assertThat(stranger.files()).isEqualTo(before);
            Reply under = stranger.cayman("write", "a", "offset=0", "len=" + most, "PostData=" + "x".repeat(most));
            assertThat(stranger.isRefused(under)).as(under.text()).isFalse();
        }
    }

    /** Nobody has parsed such a head, so the server refuses it, and not in the form of the protocol. */
    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void theHeadOfARequest(String protocol) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            Map<String, Long> before = stranger.files();
            try (Requests connection = Requests.to(stranger.uri())) {
                connection.send("PUT " + OBJECT + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nx-pad: ");
                connection.send("x".repeat(FORM) + "\r\n\r\n");
                assertThat(connection.reply().status()).isIn(400, 413, 431);
            }
            assertThat(stranger.files()).isEqualTo(before);
            Reply under = stranger.put("a", "x-pad: " + "x".repeat(FORM - 1000) + "\r\n", "bytes");
            assertThat(stranger.isRefused(under)).as(under.text()).isFalse();
            assertThat(stranger.get("a").text()).contains("bytes");
        }
    }
}
