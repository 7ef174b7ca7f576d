package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares each request of our client, field by field, with the one that Apache HttpClient 4.3.4 sends with the fields of the manual in
 * its order, and with the one that curl was captured sending by the manual's own line. Every difference is in a table with its reason; one
 * that is not listed fails, and so does a listed one that is gone.
 */
class CaymanDifferentialTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-z", "directory1/a.txt");
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "");
    private static final String AUTHORIZATION =
        "DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==";

    /** Differences that every request has. */
    private static final Map<String, String> ALWAYS = Map.of(
        "header connection", "keeping it is the default of HTTP/1.1; saying so is a habit of HTTP/1.0",
        "header accept-encoding", "that library unpacks replies; ours are read as they come",
        "header user-agent", "each names itself");
    /** Differences of every form. */
    private static final Map<String, String> FORMS = Map.of(
        "header of field content-type", "text needs no type, and ISO-8859-1 would not do for names (R5)",
        "header of field content-transfer-encoding", "RFC 7578 deprecates it (R5)");

    private static List<Recorded> theirs;
    private static DefaultCamelContext camel;
    private static RecordingServer server;
    private static HttpTransport transport;
    private static ObjectStore ours;

    private enum Operation {

        CREATE("create", Map.of("field chunkupload-mark", "ours: by it a create is known again when its answer was lost"),
            client -> client.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE).withSize(11))),
        WRITE("write", Map.of("field unfinished", "ours: the block must not become an edit when the object was finished meanwhile",
            "header of data content-transfer-encoding", "RFC 7578 deprecates it (R5)"),
            client -> client.putPart(UPLOAD, new PartSlot(-1, 0, 11), Body.of("filecontent".getBytes(StandardCharsets.US_ASCII)),
                Checks.NONE, Access.NONE)),
        FINISH("finish", Map.of(), client -> client.complete(UPLOAD, Completion.ALL)),
        INFO("info", Map.of(), client -> client.head(OBJECT, Access.NONE)),
        READ("read", Map.of("field len", "the manual's table says length, its sample len: both are sent"),
            client -> client.get(OBJECT, new ByteRange(2, 5), Access.NONE)),
        DOWNLOAD("download?bucket=bucket-z&objectid=directory1%2Fa.txt", Map.of(),
            client -> client.get(OBJECT, ByteRange.ALL, Access.NONE)),
        TRUNCATE("truncate", Map.of(), client -> client.capability(Editing.class).orElseThrow().truncate(OBJECT, 4)),
        MD5("md5/calc/sync", Map.of(),
            client -> client.capability(Verify.class).orElseThrow().verify(OBJECT, Set.of(Digest.MD5), Access.NONE)),
        REMOVE("object/remove", Map.of(), client -> client.delete(OBJECT)),
        BUCKET_CREATE("bucket/create", Map.of(), client -> client.capability(Buckets.class).orElseThrow().createBucket("bucket-z")),
        BUCKET_LIST("bucket/list", Map.of("field unused", "a form of that library has one field at least"),
            client -> client.capability(Buckets.class).orElseThrow().buckets()),
        BUCKET_OBJECTS("listobject", Map.of("field prefix", "ours: any prefix", "field delimiter", "ours: with or without directories",
            "field after", "ours: pages that hold while objects come and go", "field limit", "ours: says that we ask so"),
            client -> client.capability(Listing.class).orElseThrow()
                .objects(ObjectQuery.prefix("bucket-z", "directory1/").delimiter("/").limit(20))),
        BUCKET_REMOVE("bucket/remove", Map.of(), client -> client.capability(Buckets.class).orElseThrow().deleteBucket("bucket-z"));

        private final String path;
        private final Map<String, String> differences;
        private final Consumer<ObjectStore> call;

        Operation(String path, Map<String, String> differences, Consumer<ObjectStore> call) {
            this.path = path;
            this.differences = differences;
            this.call = call;
        }
    }

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        camel = new DefaultCamelContext();
        camel.start();
        Path store = directory.resolve("store");
        try (CaymanFixture gateway = new CaymanFixture(store, true, Map.of());
                RecordingServer recorder = RecordingServer.start(gateway.handler())) {
            HttpClient43.run(directory, "calls", recorder.uri(), CaymanFixture.TOKEN, AUTHORIZATION,
                Files.writeString(directory.resolve("file"), ""));
            theirs = recorder.requests();
        }
        server = RecordingServer.start(call -> CaymanReplies.told(CaymanJson.succeeded().put("total", "0").set("result",
            CaymanJson.object().put("md5", "86c0460e2f881850a75eac2f5e0b7d07").put("cayman_metadata_field_size", 11))));
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        ours = new CaymanProtocol().client(transport, new ClientSettings(server.uri(), ClientSettings.Addressing.PATH,
            Optional.of(CaymanFixture.KEY.withToken(CaymanFixture.TOKEN)), "", "", Map.of(), OptionalLong.empty(), Clock.systemUTC()));
    }

    @AfterAll
    static void close() {
        ours.close();
        transport.close();
        server.close();
        camel.stop();
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheRequestThatTheLibrarySends(Operation operation) {
        Map<String, String> library = fields(theirs.stream().filter(r -> r.target().endsWith(operation.path)).findFirst().orElseThrow());
        Map<String, String> own = fields(own(operation));
        Map<String, String> reasons = new TreeMap<>(operation.differences);
        reasons.putAll(ALWAYS);
        if (operation != Operation.DOWNLOAD) {
            reasons.putAll(FORMS);
        }
        Set<String> different = new TreeSet<>(own.keySet());
        different.addAll(library.keySet());
        different.removeIf(name -> Objects.equals(own.get(name), library.get(name)));
        assertThat(different).as("ours %s%ntheirs %s", own, library).isSubsetOf(reasons.keySet());
        Set<String> gone = new TreeSet<>(reasons.keySet());
        gone.removeAll(different);
        assertThat(gone).as("differences that are none").isEmpty();
    }

    /** A read of bytes is refused by what it gets here, which is not looked at: the request has gone out. */
    private static Recorded own(Operation operation) {
        server.clear();
        try {
            operation.call.accept(ours);
        } catch (RuntimeException e) {
            assertThat(server.requests()).as("%s", e).isNotEmpty();
        }
        return server.requests().stream().filter(r -> r.target().endsWith(operation.path)).findFirst().orElseThrow();
    }

    @Test
    void createsAsTheManualsCurlLineDoes() {
        Map<String, String> curl = new TreeMap<>(Map.of("line", "POST /api/cayman/store/object/create HTTP/1.1",
            "header accept", "*/*", "header user-agent", "curl/7.88.1", "header content-type", "multipart/form-data",
            "field bucket", "bucket-z", "field objectid", "directory1/a.txt", "field size", "2022", "field subuser", "subuser1",
            "order", "bucket, objectid, size"));
        server.clear();
        ours.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE).withSize(2022));
        Map<String, String> own = fields(server.last());
        Map<String, String> reasons = Map.of("header accept", "every reply will do",
            "header user-agent", "each names itself",
            "header access-token", "the manual's line is anonymous",
            "header authorization", "the manual's line is anonymous",
            "field subuser", "a store of ours has no users within users",
            "field chunkupload-mark", "ours: by it a create is known again when its answer was lost");
        Set<String> different = new TreeSet<>(own.keySet());
        different.addAll(curl.keySet());
        different.removeIf(name -> Objects.equals(own.get(name), curl.get(name)));
        assertThat(different).as("ours %s", own).isEqualTo(new TreeSet<>(reasons.keySet()));
    }

    /** Takes a request apart. Only the names are kept of what must differ: the host, the boundary, the length. */
    private static Map<String, String> fields(Recorded request) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("line", request.requestLine());
        for (String line : request.headerLines()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (!Set.of("host", "content-length", "transfer-encoding").contains(name)) {
                fields.put("header " + name, name.equals("content-type") ? value.replaceFirst(";.*", "") : value);
            }
        }
        String type = request.head().header("Content-Type").orElse("");
        if (type.contains("boundary=")) {
            parts(new String(request.body(), StandardCharsets.ISO_8859_1), type.replaceFirst(".*boundary=", ""), fields);
        }
        return fields;
    }

    private static void parts(String body, String boundary, Map<String, String> fields) {
        String[] parts = ("\r\n" + body).split("\r\n--" + Pattern.quote(boundary));
        List<String> order = new ArrayList<>();
        for (String part : Arrays.copyOfRange(parts, 1, parts.length - 1)) {
            int end = part.indexOf("\r\n\r\n");
            Map<String, String> headers = Arrays.stream(part.substring(2, end).split("\r\n"))
                .collect(Collectors.toMap(line -> line.split(":")[0].toLowerCase(Locale.ROOT), line -> line.split(": ", 2)[1]));
            String disposition = headers.remove("content-disposition");
            boolean data = disposition.contains("filename=");
            String name = disposition.replaceFirst(".*[; ]name=\"([^\"]*)\".*", "$1");
            fields.put("field " + name, part.substring(end + 4));
            headers.forEach((header, value) -> fields.put("header of " + (data ? "data " : "field ") + header, value));
            if (data) {
                fields.put("disposition of data", disposition);
            }
            if (Set.of("bucket", "objectid", "size", "offset", "newsize", "dirname", "page", "perpage", "PostData").contains(name)) {
                order.add(name);
            }
        }
        fields.put("order", String.join(", ", order));
    }
}
