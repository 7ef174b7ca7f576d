package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Java SDK 4.7, unmodified, in a JVM of its own, against our server of files/v2. */
@Timeout(60)
class CosSliceV2SdkTest {

    private static final int SIZE = 3_500_000;

    @TempDir
    private Path directory;
    private final AtomicInteger refusals = new AtomicInteger();
    private ObjectStore disk;
    private RecordingServer server;
    private String small;
    private String large;
    private String other;

    @BeforeEach
    void start() throws Exception {
        small = write("small.txt", 5000);
        large = write("big.bin", SIZE);
        other = write("other.bin", SIZE - 1);
        disk = DiskStore.open(directory.resolve("store"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        HttpHandler handler = new CosSliceProtocol().server(caller -> disk, new ServerSettings(
            CredentialSource.of(Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123")), false, Set.of(), "", Set.of(), "",
            Map.of(), OptionalLong.empty(), Clock.systemUTC()));
        server = RecordingServer.start(call -> isRefused(call)
            ? new CosSliceProtocol().refuse(call.head(), CosSliceError.REFUSED.failure("Not now")) : handler.handle(call));
    }

    /** The third slice is refused as often as the test wants it. */
    private boolean isRefused(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return refusals.get() > 0 && new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("\r\n\r\n2097152\r\n")
                && refusals.getAndDecrement() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        disk.close();
    }

    @Test
    void uploadsInParallelWithAndWithoutDigestsAndReadsBackTheSameBytes() throws Exception {
        Path plain = directory.resolve("plain.copy");
        Path digested = directory.resolve("digested.copy");
        Path whole = directory.resolve("whole.copy");
        List<JsonNode> answers = run("upload,/dir one/a+b~.txt," + small + ",NO_OVER_WRITE", "slices,/plain.bin," + large
            + ",NO_OVER_WRITE,false", "slices,/digested.bin," + large + ",NO_OVER_WRITE,true", "get,/dir one/a+b~.txt," + whole,
            "get,/plain.bin," + plain, "get,/digested.bin," + digested);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.path("code").asInt(-1)).as(answer.toString()).isZero());
        assertThat(answers.get(1).path("data").path("resource_path").asText()).isEqualTo("/1250000000/examplebucket/plain.bin");
        assertThat(plain).hasSameBinaryContentAs(Path.of(large));
        assertThat(digested).hasSameBinaryContentAs(Path.of(large));
        assertThat(whole).hasSameBinaryContentAs(Path.of(small));
        assertThat(operations("upload_slice_data")).as("slices of both files").isEqualTo(8);
        assertThat(operations("uploadparts")).as("files announced with digests").isEqualTo(1);
    }

    @Test
    void goesOnAfterAnUploadThatFailedInTheMiddle() throws Exception {
        refusals.set(1);
        Path copy = directory.resolve("copy");
        List<JsonNode> answers = run("slices,/big.bin," + large + ",NO_OVER_WRITE,true", "slices,/big.bin," + large + ",NO_OVER_WRITE,true",
            "get,/big.bin," + copy);

        assertThat(answers.get(0).path("code").asInt()).isEqualTo(-289);
        assertThat(answers.get(1).path("code").asInt(-1)).as(answers.get(1).toString()).isZero();
        assertThat(copy).hasSameBinaryContentAs(Path.of(large));
        assertThat(operations("upload_slice_list")).as("asked what is there").isEqualTo(1);
        assertThat(operations("upload_slice_data")).as("no slice but the one refused is sent again").isLessThanOrEqualTo(5);
    }

    @Test
    void asksOverwritesDeletesAndIsRefusedByName() throws Exception {
        List<JsonNode> answers = run("slices,/big.bin," + large + ",NO_OVER_WRITE,true", "slices,/big.bin," + large
            + ",NO_OVER_WRITE,true", "slices,/big.bin," + other + ",NO_OVER_WRITE,true", "stat,/big.bin", "slices,/big.bin," + other
            + ",OVER_WRITE,true", "stat,/big.bin", "delete,/big.bin", "stat,/big.bin", "delete,/big.bin");

        assertThat(answers.stream().map(answer -> answer.path("code").asInt(-1)).toList())
            .containsExactly(0, 0, -177, 0, 0, 0, 0, -197, -197);
        assertThat(answers.get(3).path("data").path("filesize").asInt()).isEqualTo(SIZE);
        assertThat(answers.get(3).path("data").path("biz_attr").asText()).isEqualTo("ba");
        assertThat(answers.get(5).path("data").path("filesize").asInt()).isEqualTo(SIZE - 1);
        assertThat(operations("upload_slice_data")).as("the same file again needs no slices").isEqualTo(8);
    }

    @Test
    void listsMovesAndChangesFiles() throws Exception {
        List<JsonNode> answers = run("create,/made/", "upload,/dir/a.txt," + small + ",NO_OVER_WRITE", "list,/",
            "update,/dir/a.txt,mine,text/x", "move,/dir/a.txt,/dir/b.txt", "stat,/dir/b.txt", "list,/dir/", "stat,/dir/a.txt");

        assertThat(answers.stream().map(answer -> answer.path("code").asInt(-1)).toList()).containsExactly(0, 0, 0, 0, 0, 0, 0, -197);
        assertThat(answers.get(2).path("data").path("infos").findValuesAsText("name")).containsExactly("dir/", "made/");
        assertThat(answers.get(5).path("data").path("biz_attr").asText()).isEqualTo("mine");
        assertThat(answers.get(6).path("data").path("infos").findValuesAsText("name")).containsExactly("b.txt");
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        assertThat(runAs("WRONG", "slices,/big.bin," + large + ",NO_OVER_WRITE,false").get(0).path("code").asInt()).isEqualTo(-97);
        assertThat(operations("upload_slice_data")).isZero();
    }

    private long operations(String word) {
        return server.requests().stream().map(Recorded::wireText).filter(text -> text.contains(word)).count();
    }

    private List<JsonNode> run(String... commands) throws Exception {
        return runAs("EXAMPLESECRETKEY0123", commands);
    }

    private List<JsonNode> runAs(String secret, String... commands) throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 examplebucket-1250000000.cosgz.myqcloud.com localhost\n");
        String[] arguments = new String[commands.length + 2];
        arguments[0] = String.valueOf(server.port());
        arguments[1] = secret;
        System.arraycopy(commands, 0, arguments, 2, commands.length);
        List<String> lines = SliceSdk.run("cos-api-4", "CosApi4Program", directory, List.of("-Djdk.net.hosts.file=" + hosts), arguments);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("=")) {
                answers.add(new ObjectMapper().readTree(line.substring(line.indexOf('{'))));
            }
        }
        assertThat(answers).as(String.join("\n", lines)).hasSameSizeAs(commands);
        return answers;
    }

    private String write(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes).toString();
    }
}
