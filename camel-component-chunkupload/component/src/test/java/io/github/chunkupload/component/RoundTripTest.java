package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    record Received(String key, byte[] bytes, Map<String, Object> headers, Object body) {
    }

    @TempDir
    Path directory;

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory).receive("", exchange -> received.add(take(exchange)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Received take(Exchange exchange) {
        Message message = exchange.getMessage();
        return new Received(message.getHeader(ChunkUploadConstants.KEY, String.class), message.getBody(byte[].class),
            Map.copyOf(message.getHeaders()), message.getBody());
    }

    @Test
    void aFileInPartsArrivesAsItWasSent() throws Exception {
        byte[] bytes = random(3_500_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);

        Message sent = node.call(node.to("&partSize=1MB&key=2026/holiday.bin"), file.toFile(), Map.of()).getMessage();

        Received object = received.remove();
        assertThat(object.key()).isEqualTo("2026/holiday.bin");
        assertThat(object.bytes()).isEqualTo(bytes);
        assertThat(object.body()).isInstanceOf(WrappedFile.class);
        assertThat(object.headers())
            .containsEntry(ChunkUploadConstants.BUCKET, Node.BUCKET)
            .containsEntry(ChunkUploadConstants.SIZE, 3_500_000L)
            .containsEntry(ChunkUploadConstants.REDELIVERED, false)
            .containsEntry(Exchange.FILE_NAME, "2026/holiday.bin")
            .containsKeys(ChunkUploadConstants.DELIVERY_ID, ChunkUploadConstants.UPLOAD_ID, ChunkUploadConstants.ETAG);
        assertThat(sent.getBody()).isEqualTo(file.toFile());
        assertThat(sent.getHeaders())
            .containsEntry(ChunkUploadConstants.KEY_PRODUCED, "2026/holiday.bin")
            .containsEntry(ChunkUploadConstants.PARTS, 4)
            .containsEntry(ChunkUploadConstants.RESUMED, 0)
            .containsEntry(ChunkUploadConstants.SIZE, 3_500_000L)
            .containsEntry(ChunkUploadConstants.PROOF, "crc64")
            .containsEntry(ChunkUploadConstants.CHECKSUM, "crc64:" + crc64(bytes))
            .containsKey(ChunkUploadConstants.LOCATION)
            .containsEntry(ChunkUploadConstants.ETAG, object.headers().get(ChunkUploadConstants.ETAG))
            .containsEntry(ChunkUploadConstants.UPLOAD_ID, object.headers().get(ChunkUploadConstants.UPLOAD_ID));
    }

    static Stream<Arguments> bodies() {
        byte[] bytes = random(100_000);
        return Stream.of(
            Arguments.of("byte[]", (BodyMaker) file -> bytes),
            Arguments.of("File", (BodyMaker) file -> Files.write(file, bytes).toFile()),
            Arguments.of("Path", (BodyMaker) file -> Files.write(file, bytes)),
            Arguments.of("GenericFile", (BodyMaker) file ->
                FileConsumer.asGenericFile(file.getParent().toString(), Files.write(file, bytes).toFile(), null, false)),
            Arguments.of("InputStream", (BodyMaker) file -> new ByteArrayInputStream(bytes)),
            Arguments.of("StreamCache in memory", (BodyMaker) file -> new InputStreamCache(bytes)),
            Arguments.of("StreamCache on disk", (BodyMaker) file -> new FileInputStreamCache(Files.write(file, bytes).toFile())));
    }

    interface BodyMaker {
        Object make(Path file) throws Exception;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void bodiesOfEveryKindArrive(String kind, BodyMaker maker) throws Exception {
        Object body = maker.make(directory.resolve("body"));

        Message sent = node.call(node.to("&key=any"), body, Map.of()).getMessage();

        assertThat(received.remove().bytes()).isEqualTo(random(100_000));
        assertThat(sent.getBody()).isSameAs(body);
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.SIZE, 100_000L);
    }

    @Test
    void textIsSentInTheCharsetOfTheExchange() throws Exception {
        node.call(node.to("&key=text"), "Grüße 中", Map.of());
        assertThat(received.remove().bytes()).isEqualTo("Grüße 中".getBytes(StandardCharsets.UTF_8));

        node.call(node.to("&key=text"), "Grüße", Map.of(Exchange.CHARSET_NAME, "iso-8859-1"));
        assertThat(received.remove().bytes()).isEqualTo("Grüße".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aStreamOfUnknownLengthGoesInPartsAndOneOfKnownLengthToo() throws Exception {
        byte[] bytes = random(2_500_000);

        Message unknown = node.call(node.to("&key=u&partSize=1MB"), new ByteArrayInputStream(bytes), Map.of()).getMessage();
        Message known = node.call(node.to("&key=k&partSize=1MB"), new ByteArrayInputStream(bytes),
            Map.of(Exchange.FILE_LENGTH, 2_500_000L)).getMessage();

        assertThat(received).extracting(Received::bytes).containsExactly(bytes, bytes);
        assertThat(unknown.getHeader(ChunkUploadConstants.PARTS)).isEqualTo(3);
        assertThat(known.getHeader(ChunkUploadConstants.PARTS)).isEqualTo(3);
    }

    @Test
    void anEmptyBodyMakesAnEmptyObject() throws Exception {
        node.call(node.to("&key=empty"), new byte[0], Map.of());
        assertThat(received.remove().bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a//b", ".", "a/./b", "a;b=c,d;e", "trailing/", "a+b c", "中/文 件.bin", "q?x=1&y#z"})
    void awkwardKeysArriveAsTheyAre(String key) throws Exception {
        node.call(node.to(""), "x", Map.of(ChunkUploadConstants.KEY, key));

        assertThat(received.remove().key()).isEqualTo(key);
        Message read = node.call(node.to("&operation=getObject"), null, Map.of(ChunkUploadConstants.KEY, key)).getMessage();
        assertThat(read.getHeader(ChunkUploadConstants.SIZE)).isEqualTo(1L);
    }

    @Test
    void theKeyIsTheHeaderElseTheOptionElseTheFileNameBehindThePrefix() throws Exception {
        String uri = node.to("&keyPrefix=in/");
        String withOption = node.to("&keyPrefix=in/&key=RAW(${header.day}/x)");

        node.call(uri, "1", Map.of(Exchange.FILE_NAME, "sub/file.txt"));
        node.call(withOption, "2", Map.of(Exchange.FILE_NAME, "sub/file.txt", "day", "mon"));
        node.call(withOption, "3", Map.of(ChunkUploadConstants.KEY, "header", "day", "mon"));

        assertThat(received).extracting(Received::key).containsExactly("in/sub/file.txt", "in/mon/x", "in/header");
    }

    @Test
    void theKeyThatCameOutIsToldAndDoesNotBecomeThatOfTheNextStep() throws Exception {
        String first = node.to("&keyPrefix=a/");
        String second = node.to("&keyPrefix=b/");
        List<Object> told = new ArrayList<>();
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:both").to(first).process(e -> told.add(e.getMessage().getHeader(ChunkUploadConstants.KEY_PRODUCED)))
                    .to(second).process(e -> told.add(e.getMessage().getHeader(ChunkUploadConstants.KEY_PRODUCED)));
            }
        });

        node.call("direct:both", "x", Map.of(Exchange.FILE_NAME, "file.txt"));

        assertThat(received).extracting(Received::key).containsExactly("a/file.txt", "b/file.txt");
        assertThat(told).containsExactly("a/file.txt", "b/file.txt");
    }

    @Test
    void metadataTravelsInOneHeaderAndSetsNoOther() throws Exception {
        node.call(node.to("&key=m&metadata.owner=me&contentType=image/png"), "x",
            Map.of(ChunkUploadConstants.METADATA, Map.of("CamelFileName", "evil", "owner", "them", "note", "n")));

        Map<String, Object> headers = received.remove().headers();
        assertThat(headers).containsEntry(Exchange.FILE_NAME, "m").containsEntry(Exchange.CONTENT_TYPE, "image/png");
        assertThat(headers.get(ChunkUploadConstants.METADATA)).asInstanceOf(MAP)
            .containsEntry("owner", "me").containsEntry("note", "n").containsEntry("camelfilename", "evil");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String crc64(byte[] bytes) {
        Hasher hasher = Digest.CRC64.hasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }
}
