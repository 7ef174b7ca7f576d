package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody listens at the endpoint of these producers: whatever sent a byte would fail with another message. */
class BadInputTest {

    private static final String STORE = "endpoint=http://127.0.0.1:1";

    @TempDir
    Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable each : ObjectHelper.createExceptionIterable(thrown)) {
            all.append(each.getMessage()).append('\n');
        }
        return all.toString();
    }

    private String to(String options) {
        return "chunkupload:cos:" + Node.BUCKET + "?" + STORE + "&" + Node.KEYS + "&maxAttempts=1&journalDirectory="
            + directory.resolve("journal") + options;
    }

    private Throwable send(String uri, Object body) {
        return catchThrowable(() -> node.call(uri, body, Map.of()));
    }

    private Failure kind(Throwable thrown) {
        return Optional.ofNullable(ObjectHelper.getException(UploadException.class, thrown)).map(UploadException::kind).orElse(null);
    }

    private Throwable receive(String uri) {
        return catchThrowable(() -> node.route(uri, "gateway", exchange -> { }));
    }

    private String gateway(String options) {
        return "chunkupload:cos:" + Node.BUCKET + "?serverUri=undertow:http://127.0.0.1:0" + options;
    }

    @Test
    void anUnknownProtocolIsRefusedNamingTheKnownOnes() {
        assertThat(messages(send("chunkupload:s4:bucket?" + STORE, "x"))).containsPattern("Unknown protocol 's4': known are .*cos");
    }

    @Test
    void aUriWithoutBucketIsRefusedWithAnExample() {
        assertThat(messages(send("chunkupload:cos?" + STORE, "x"))).contains("chunkupload:cos:photos-1250000000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        &partSizes=8MB               | partSizes
        &protocol.colour=red         | Protocol cos has no option protocol.colour; it has [presign]
        &protocol.presign=maybe      | protocol.presign
        &operation=explode           | Option operation=explode is none of upload, initiate, uploadPart, listParts,
        &operation=uplaod            | resumeUpload, cancelUpload; did you mean upload?
        &protocol.persign=host       | it has [presign]; did you mean presign?
        &ifExists=perhaps            | Option ifExists=perhaps is none of replace, fail, skip
        &http.colour=red             | colour
        &partSize=huge               | Option partSize=huge is not a size
        &partSize=100                | part size of 100 bytes is outside the limits
        &partSize=6GB                | part size of 6442450944 bytes is outside the limits
        &customerSecretKey=bWlzdGFrZQ== | customerSecretKey must be 32 bytes in Base64, and is 7
        &customerSecretKey=*         | customerSecretKey must be Base64
        &customerSecretKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= | does not encrypt with a customer's key
        &bandwidth=fast              | Option bandwidth=fast is no bandwidth: write 10MB
        &partMemory=huge             | Option partMemory=huge is not a size
        &maxSpool=huge               | Option maxSpool=huge is not a size
        &checksum=sha9               | Option checksum=sha9 is none of crc64, md5, sha1
        &parallelParts=0             | parallelParts
        &parallelUploads=-1          | parallelUploads
        &maxAttempts=0               | maxAttempts
        &endpoint=ftp://there        | endpoint must be http://host
        &endpoint=http://there/path  | endpoint must be http://host
        &endpoint=nonsense           | endpoint must be http://host
        """)
    void anOptionThatMakesNoSenseIsRefusedByName(String options, String message) {
        String uri = options.contains("endpoint=") ? to(options).replace(STORE + "&", "")
            : options.contains("maxAttempts") ? to(options).replace("maxAttempts=1&", "") : to(options);
        Throwable thrown = send(uri, "x");

        assertThat(messages(thrown)).contains(message);
        assertThat(kind(thrown)).isNotEqualTo(Failure.CONNECTION);
    }

    @Test
    void anUnknownOperationInAHeaderIsRefusedNamingTheKnownOnes() {
        Throwable thrown = catchThrowable(() -> node.call(to("&key=k"), "x", Map.of(ChunkUploadConstants.OPERATION, "explode")));

        assertThat(thrown).hasMessageContaining("Unknown operation 'explode': use one of upload, initiate,");
        assertThat(catchThrowable(() -> node.call(to("&key=k"), "x", Map.of(ChunkUploadConstants.OPERATION, "listPart"))))
            .hasMessageEndingWith("; did you mean listParts?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        listUploads  | CamelChunkUploadLimit     | -1    | Header CamelChunkUploadLimit must be a whole number from 0
        listUploads  | CamelChunkUploadLimit     | 1e99  | Header CamelChunkUploadLimit must be a number
        listParts    | CamelChunkUploadAfter     | 3000000000 | Header CamelChunkUploadAfter must be a whole number from 0
        uploadPart   | CamelChunkUploadPartIndex | 3000000000 | Header CamelChunkUploadPartIndex must be a whole number from 0
        uploadPart   | CamelChunkUploadOffset    | -2    | Header CamelChunkUploadPartIndex or CamelChunkUploadOffset must say
        abortStale   | CamelChunkUploadOlderThan | soon  | Header CamelChunkUploadOlderThan must be a time such as 15m or 24h
        getObject    | CamelChunkUploadRange     | 5..7  | Header CamelChunkUploadRange must be like 0-99
        upload       | CamelChunkUploadExpected  | md6:0 | Header CamelChunkUploadExpected names none: Unknown checksum 'md6'
        upload       | CamelChunkUploadExpected  | 0cc1  | Header CamelChunkUploadExpected must be like md5:
        """)
    void aHeaderThatMakesNoSenseIsRefusedByName(String operation, String header, String value, String message) {
        Throwable thrown = catchThrowable(() -> node.call(to("&key=k"), "x", Map.of(ChunkUploadConstants.OPERATION, operation,
            ChunkUploadConstants.UPLOAD_ID, "id", header, value)));

        assertThat(thrown).hasMessageContaining(message);
        assertThat(kind(thrown)).isEqualTo(Failure.INVALID_ARGUMENT);
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("locked.bin"), "x");
        Files.setPosixFilePermissions(file, Set.of());
        try (ForkedJvm uploader = ForkedJvm.startBoundByPermissions(UploadProgram.class, to("&transferListeners=#printer"),
                file.toString())) {
            assertThat(uploader.await(line -> line.contains("locked.bin: "), 60)).contains("locked.bin: the file may not be read")
                .doesNotContain(directory.toString());
        }
    }

    @Test
    void aMissingEndpointIsNamed() {
        assertThat(messages(send("chunkupload:cos:b-1?" + Node.KEYS, "x"))).contains("Option endpoint is missing");
    }

    @Test
    void missingCredentialsAreNamedUnlessAnonymous() {
        String bare = "chunkupload:cos:b-1?key=k&maxAttempts=1&journalDirectory=" + directory + "&" + STORE;

        assertThat(messages(send(bare, "x"))).contains("No credentials: set accessKey and secretKey");
        assertThat(messages(send(bare + "&accessKey=me", "x"))).contains("they belong together");
        assertThat(messages(send(bare + "&secretKey=me", "x"))).contains("they belong together");
        assertThat(kind(send(bare + "&anonymous=true", "x"))).isEqualTo(Failure.CONNECTION);
    }

    @Test
    void aProducerNeedsOneProtocolAndOneBucket() {
        assertThat(messages(send("chunkupload:any:b-1?" + STORE, "x"))).contains("'any' and '*' are for consumers");
        assertThat(messages(send("chunkupload:cos:*?" + STORE, "x"))).contains("'any' and '*' are for consumers");
    }

    @Test
    void anIllegalBucketIsRefused() {
        assertThat(kind(send("chunkupload:cos:No_Bucket?" + STORE + "&" + Node.KEYS, "x"))).isEqualTo(Failure.INVALID_BUCKET);
    }

    @Test
    void anIllegalOrMissingKeyIsRefused() {
        for (String operation : new String[] {"upload", "putObject", "initiate", "headObject"}) {
            String uri = to("&operation=" + operation);
            for (String key : new String[] {"/leading", "a\0b", "x".repeat(1025), "\uD83D"}) {
                Throwable thrown = catchThrowable(() -> node.call(uri, "x", Map.of(ChunkUploadConstants.KEY, key)));
                assertThat(kind(thrown)).as("%s of %s: %s", operation, key, thrown).isEqualTo(Failure.INVALID_KEY);
            }
            assertThat(send(uri, "x")).hasMessageContaining("No key: set the header CamelChunkUploadKey, the option key");
        }
    }

    @Test
    void aFileThatIsMissingADirectoryOrUnreadableIsRefusedByItsName() throws Exception {
        Path file = Files.writeString(directory.resolve("plain"), "x");
        Map<Path, String> bodies = Map.of(directory.resolve("missing.bin"), "missing.bin: there is no such file",
            Files.createDirectory(directory.resolve("folder")), "folder: this is a directory, not a file",
            file.resolve("below"), "below: the file cannot be opened");

        bodies.forEach((path, message) -> {
            for (Object body : new Object[] {path, path.toFile()}) {
                Throwable thrown = send(to("&key=k"), body);
                assertThat(kind(thrown)).isEqualTo(Failure.SOURCE_UNREADABLE);
                assertThat(thrown).hasMessageContaining(message).hasMessageNotContaining(directory.toString());
            }
        });
    }

    @Test
    void aBodyThatIsNoBytesIsRefusedByItsType() {
        for (String operation : new String[] {"upload", "putObject", "uploadPart&partIndex"}) {
            String uri = to("&key=k&operation=" + operation.replace("&partIndex", ""));
            Map<String, ?> headers = Map.of(ChunkUploadConstants.UPLOAD_ID, "id", ChunkUploadConstants.PART_INDEX, 0);
            Throwable list = catchThrowable(() -> node.call(uri, java.util.List.of("x"), headers));
            Throwable nothing = catchThrowable(() -> node.call(uri, null, headers));

            assertThat(kind(list)).isEqualTo(Failure.SOURCE_UNREADABLE);
            assertThat(list).hasMessageContaining("java.util.ImmutableCollections").hasMessageContaining("cannot be sent");
            assertThat(nothing).hasMessageContaining("The exchange has no body to send");
        }
    }

    @Test
    void aPartWithoutAPlaceIsRefused() {
        Throwable thrown = catchThrowable(() -> node.call(to("&key=k&operation=uploadPart"), "x",
            Map.of(ChunkUploadConstants.UPLOAD_ID, "id")));

        assertThat(thrown).hasMessageContaining("CamelChunkUploadPartIndex");
    }

    @Test
    void aStreamLongerThanItsHeaderSaysIsNotCutOff() throws Exception {
        node.receive("", exchange -> { });

        Throwable thrown = catchThrowable(() -> node.call(node.to("&key=k&maxAttempts=1"),
            new java.io.ByteArrayInputStream(new byte[100]), Map.of("CamelFileLength", 99)));

        assertThat(kind(thrown)).isEqualTo(Failure.SOURCE_UNREADABLE);
        assertThat(thrown).hasMessageContaining("more than the 99 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        &anonymous=true                                               | Option dataDirectory is missing
        &dataDirectory=DIR                                            | Nobody may come in
        &dataDirectory=DIR&accessKey=me                               | they belong together
        &dataDirectory=DIR&anonymous=true&receive=operations          | dataDirectory has no meaning with receive=operations
        &dataDirectory=DIR&anonymous=true&serverUri=jetty:http://x:1  | write undertow:http://host:port
        &dataDirectory=DIR&anonymous=true&serverUri=undertow:http://127.0.0.1:0/path | must have no path
        &dataDirectory=DIR&anonymous=true&maxRequests=0               | maxRequests
        &dataDirectory=DIR&anonymous=true&parallelDeliveries=0        | at least 1
        &dataDirectory=DIR&anonymous=true&acknowledge=never           | never
        &dataDirectory=DIR&anonymous=true&minPartSize=x               | Option minPartSize=x is not a size
        """)
    void aGatewayThatMakesNoSenseIsRefusedByName(String options, String message) {
        String uri = gateway(options.replace("DIR", directory.resolve("data").toString()));
        String once = options.contains("serverUri=") ? uri.replace("serverUri=undertow:http://127.0.0.1:0&", "") : uri;

        assertThat(messages(receive(once))).contains(message);
    }

    @Test
    void aGatewayOfAnUnknownProtocolOrBucketIsRefused() {
        String options = "?anonymous=true&dataDirectory=" + directory.resolve("data");

        assertThat(messages(receive("chunkupload:s4:b" + options))).contains("Unknown protocol 's4'");
        assertThat(messages(receive("chunkupload:any:b" + options + "&protocols=s4"))).contains("Unknown protocol 's4'");
        assertThat(kind(receive("chunkupload:cos:No_Bucket" + options))).isEqualTo(Failure.INVALID_BUCKET);
    }

    @Test
    void aDataDirectoryInUseElsewhereIsRefusedByName() throws Exception {
        String uri = gateway("&anonymous=true&dataDirectory=" + directory.resolve("data"));
        node.route(uri, "first", exchange -> { });
        try (Node other = new Node(directory.resolve("other"))) {
            assertThat(kind(catchThrowable(() -> other.route(uri, "second", exchange -> { })))).isEqualTo(Failure.CONFLICT);
        }
    }

    @Test
    void twoConsumersOfOneBucketInOneDirectoryAreRefused() throws Exception {
        node.route(gateway("&anonymous=true&dataDirectory=" + directory.resolve("data")), "first", exchange -> { });

        Throwable thrown = receive(gateway("&anonymous=true&afterDelivery=delete&dataDirectory=" + directory.resolve("data")));

        assertThat(messages(thrown)).contains("give each its own directory");
        node.context().getRouteController().stopRoute("first");
        assertThat(receive(gateway("&anonymous=true&acknowledge=stored&dataDirectory=" + directory.resolve("data")))).isNull();
    }
}
