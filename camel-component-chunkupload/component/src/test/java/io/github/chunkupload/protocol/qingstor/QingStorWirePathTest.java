package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static io.github.chunkupload.protocol.qingstor.QingStorFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each SDK writes keys and flags in its own way and signs them as it writes them; our server must neither decode nor write them anew. */
class QingStorWirePathTest {

    private static final String OBJECT = "dir a/文件 +(1)~*'!.bin";

    private final String date = HttpDates.header(Instant.now());
    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = SocketServer.start(new QingStorProtocol().server(caller -> disk,
            QingStorFixture.serverSettings(false, Set.of("127.0.0.1"))));
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    /** Java and Go, JavaScript with slashes and lower-case digits, and a client that encodes nothing it need not. */
    @ParameterizedTest
    @ValueSource(strings = {"dir%20a/%E6%96%87%E4%BB%B6%20%2B%281%29~%2A%27%21.bin",
        "dir%20a%2F%E6%96%87%E4%BB%B6%20%2B%281%29~%2a%27%21.bin",
        "dir%20a/%E6%96%87%E4%BB%B6%20+(1)~*'!.bin"})
    void signaturesCoverThePathAsItCame(String path) throws IOException {
        assertThat(put("/" + BUCKET + "/" + path, "/" + BUCKET + "/" + path).status()).isEqualTo(201);

        assertThat(disk.head(new ObjectRef(BUCKET, OBJECT), Access.NONE).size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir%20a%2F%E6%96%87%E4%BB%B6%20%2B%281%29~%2A%27%21.bin",
        "dir%20a/%e6%96%87%e4%bb%b6%20%2B%281%29~%2A%27%21.bin"})
    void theSameKeyInAnotherWritingIsNotWhatWasSigned(String path) throws IOException {
        String signed = "/" + BUCKET + "/dir%20a/%E6%96%87%E4%BB%B6%20%2B%281%29~%2A%27%21.bin";

        assertThat(put("/" + BUCKET + "/" + path, signed).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?uploads", "?uploads=", "?uploads&", "?uploads&file_offset=0"})
    void flagsAreSignedWithoutTheirEqualsSign(String query) throws IOException {
        String text = "POST\n\n\n" + date + "\n/" + BUCKET + "/k?uploads";

        assertThat(send("POST /" + BUCKET + "/k" + query, text).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?"})
    void aBareQuestionMarkMeansNothing(String end) throws IOException {
        assertThat(send("PUT /" + BUCKET + "/k" + end, "PUT\n\n\n" + date + "\n/" + BUCKET + "/k").status()).isEqualTo(201);
    }

    private Reply put(String path, String signedPath) throws IOException {
        return send("PUT " + path, "PUT\n\n\n" + date + "\n" + signedPath);
    }

    private Reply send(String request, String signed) throws IOException {
        String body = request.startsWith("PUT") ? "hello" : "";
        return Requests.exchange(server.uri(), request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: " + date + "\r\nContent-Length: "
            + body.length() + "\r\nAuthorization: QS " + KEY.accessKey() + ":" + QingStorSign.signature(KEY.secretKey(), signed)
            + "\r\n\r\n" + body);
    }
}
