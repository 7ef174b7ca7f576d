package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that does as it is asked and is cut off before it can say so: a second request of the kind would be refused. */
@Timeout(60)
class CdcsDoubtTest {

    @TempDir
    private Path directory;

    private final CdcsFixture fixture = new CdcsFixture();
    private DiskStore disk;
    private RecordingServer server;

    @AfterEach
    void close() {
        server.close();
        disk.close();
        fixture.close();
    }

    @Test
    void aLostInitiateIsSettledByTheListOfUploads() throws Exception {
        upload("POST", "uploads", 2_500_000);

        assertThat(others("POST", "uploads")).isZero();
        assertThat(others("GET", "uploads")).isEqualTo(1);
    }

    @Test
    void aLostCompleteIsSettledByAHead() throws Exception {
        upload("POST", "uploadId", 2_500_000);

        assertThat(others("POST", "uploadId")).isZero();
        assertThat(server.requests().stream().filter(request -> request.head().method().equals("HEAD"))).isNotEmpty();
    }

    @Test
    void aLostPutIsSettledByTheETag() throws Exception {
        upload("PUT", "", 1000);

        assertThat(others("PUT", "")).isEqualTo(1);
    }

    private void upload(String method, String parameter, int size) throws Exception {
        disk = DiskStore.open(directory.resolve("disk"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        HttpHandler handler = new CdcsProtocol().server(caller -> disk, CdcsFixture.serverSettings(false, Map.of(), CdcsFixture.KEY));
        AtomicBoolean cut = new AtomicBoolean();
        server = RecordingServer.start(call -> {
            HttpReply reply = handler.handle(call);
            if (isOne(call.head(), method, parameter) && cut.compareAndSet(false, true)) {
                throw SocketServer.hangUp();
            }
            return reply;
        });
        Path file = Files.write(directory.resolve("file"), new byte[size]);
        try (ObjectStore client = fixture.client(server.uri(), "json"); Source source = Source.of(file)) {
            Transfer transfer = Transfer.on(client).endpoint(server.uri().toString())
                .settings(TransferSettings.builder().partSize(1 << 20).build()).build();
            transfer.upload(UploadRequest.of(OBJECT), source);
        }
        assertThat(cut).isTrue();
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(size);
        assertThat(disk.uploads(UploadQuery.prefix(COFFER, "")).items()).isEmpty();
    }

    private static boolean isOne(HttpHead head, String method, String parameter) {
        return head.method().equals(method)
            && (parameter.isEmpty() ? head.query().parameters().isEmpty() : head.query().has(parameter));
    }

    /** Counts the requests of a kind, but for the one that was cut off. */
    private long others(String method, String parameter) {
        return server.requests().stream().map(RecordingServer.Recorded::head)
            .filter(head -> isOne(head, method, parameter)).count();
    }
}
