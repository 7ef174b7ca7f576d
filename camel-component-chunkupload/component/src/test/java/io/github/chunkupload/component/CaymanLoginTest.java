package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.RecordingServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options {@code token} and {@code authorization} on both sides. */
class CaymanLoginTest {

    private static final String TOKEN = "M2VlODJmMmItMzI0NC00ZDc2LWFhMDYtNjQ1Yzc5ODc1NjVl";
    private static final String GATEWAY = "chunkupload:cayman:inbox?serverUri=undertow:http://127.0.0.1:0&dataDirectory=";

    @TempDir
    private Path directory;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory, "cayman");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String to(int port, String options) {
        return "chunkupload:cayman:inbox?endpoint=http://127.0.0.1:" + port + "&maxAttempts=1&journalDirectory="
            + directory.resolve("journal") + "&key=k" + received.size() + options;
    }

    private Throwable send(int port, String options) {
        return catchThrowable(() -> node.call(to(port, options), "content", Map.of()));
    }

    private void gateway(String options) throws Exception {
        node.route(GATEWAY + directory.resolve("data") + options, "gateway",
            exchange -> received.add(exchange.getMessage().getBody(String.class)));
    }

    @Test
    void aTokenLetsInByItself() throws Exception {
        gateway("&token=RAW(alice:" + TOKEN + ",plain==)");

        assertThat(send(node.port(), "&token=RAW(" + TOKEN + ")")).isNull();
        assertThat(send(node.port(), "&token=RAW(plain==)")).isNull();
        assertThat(received).containsExactly("content", "content");
        Throwable refused = send(node.port(), "&token=other");
        assertThat(ObjectHelper.getException(UploadException.class, refused).kind()).isEqualTo(Failure.TOKEN_EXPIRED);
        assertThat(refused).hasMessageNotContaining("other");
    }

    @Test
    void aReadyMadeAuthorizationGoesOutAsItIs() throws Exception {
        try (RecordingServer server = RecordingServer.start(RecordingServer.ok())) {
            send(server.port(), "&token=RAW(" + TOKEN + ")&authorization=RAW(DATATOM DATATOMkey:c2ln+/==)");
            assertThat(server.last().head().header("Authorization")).hasValue("DATATOM DATATOMkey:c2ln+/==");
            assertThat(server.last().head().header("ACCESS-TOKEN")).hasValue(TOKEN);
        }
        gateway("&accessKey=DATATOMkey&secretKey=RAW(c2ln+/==)&protocol.signature=fixed");
        assertThat(send(node.port(), "&authorization=RAW(DATATOM DATATOMkey:c2ln+/==)")).isNull();
        assertThat(received).containsExactly("content");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                          | or token, or authorization, or anonymous=true
        &authorization=RAW(DATATOM a:b)&accessKey=a&secretKey=b     | Both authorization and a key are set
        &token=sekr3t&securityToken=sekr3t                          | Both token and securityToken are set
        &authorization=RAW(sekr3t:b)                                | authorization must be DATATOM <access key>:<signature>
        """)
    void whatContradictsItselfIsRefusedBeforeAByteMoves(String options, String message) {
        assertThat(allMessages(send(1, options))).contains(message).doesNotContain("sekr3t");
    }

    @Test
    void otherProtocolsRefuseThemByName() {
        String cos = "chunkupload:cos:inbox-1250000000?endpoint=http://127.0.0.1:1&key=k&accessKey=a&secretKey=b";
        assertThat(allMessages(catchThrowable(() -> node.call(cos + "&token=t", "x", Map.of()))))
            .contains("Option token means nothing to protocol cos");
        assertThat(allMessages(catchThrowable(() -> node.call(cos + "&authorization=t", "x", Map.of()))))
            .contains("Option authorization means nothing to protocol cos");
        String gateway = "chunkupload:cos:inbox-1250000000?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + directory.resolve("cos");
        assertThat(allMessages(catchThrowable(() -> node.route(gateway + "&token=t", "cos", exchange -> { }))))
            .contains("Option token means nothing to protocol cos");
    }

    @Test
    void aGatewayRefusesWhatIsNoListOfTokens() {
        for (String tokens : new String[] {"alice:", ":t", "a,,b", ","}) {
            assertThat(allMessages(catchThrowable(() -> gateway("&token=" + tokens)))).as(tokens)
                .contains("An entry of option token is neither token nor user:token");
        }
        assertThat(allMessages(catchThrowable(() -> gateway("")))).contains("Nobody may come in").contains("or token");
        assertThat(allMessages(catchThrowable(() -> gateway("&authorization=RAW(DATATOM a:b)")))).contains("is for producers");
    }

    private static String allMessages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        ObjectHelper.createExceptionIterable(thrown).forEach(each -> all.append(each.getMessage()).append('\n'));
        return all.toString();
    }
}
