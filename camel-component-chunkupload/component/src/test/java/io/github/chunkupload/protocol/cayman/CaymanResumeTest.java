package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.JournalEntry;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferResult;
import io.github.chunkupload.transfer.TransferSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender that dies and starts again, before our server and before one that does not tell which blocks it has. */
class CaymanResumeTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-z", "directory1/large.bin");
    private static final String DEATH = "the sender dies";
    private static final int BLOCK = 1000;
    private static final int BLOCKS = 20;

    @TempDir
    private Path directory;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final List<Long> arrived = new CopyOnWriteArrayList<>();
    private DiskStore disk;
    private SocketServer server;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        camel.start();
        disk = DiskStore.open(directory.resolve("store"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        byte[] content = new byte[BLOCKS * BLOCK - 1];
        new Random(1).nextBytes(content);
        file = Files.write(directory.resolve("file"), content);
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
        pool.shutdownNow();
        camel.stop();
    }

    /** What happens to the sender at the n-th request of an operation. */
    private record Death(String operation, int count, boolean answered) {

        static final Death NONE = new Death("none", 0, false);
    }

    private void serve(boolean tellsBlocks) {
        ObjectStore recording = new ForwardingStore(disk) {
            @Override
            public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
                arrived.add(slot.offset());
                return super.putPart(upload, slot, body, checks, access);
            }
        };
        HttpHandler ours = handler(recording);
        server = SocketServer.start(tellsBlocks ? ours : call -> foreign(ours, call));
    }

    private static HttpHandler handler(ObjectStore store) {
        return new CaymanProtocol().server(caller -> store, new ServerSettings(CredentialSource.of(), true, Set.of(), "",
            Set.of(), "", Map.of(), OptionalLong.empty(), Clock.systemUTC()));
    }

    /** A server as the manual has it: without our extensions. */
    private static HttpReply foreign(HttpHandler ours, HttpCall call) {
        if (call.head().rawPath().endsWith("/blocks")) {
            return HttpReply.of(404, Headers.NONE, "text/html", "<html>no such page</html>");
        }
        HttpReply reply = ours.handle(call);
        if (!call.head().rawPath().endsWith("/info")) {
            return reply;
        }
        try (reply) {
            return HttpReply.of(200, Headers.NONE, "application/json", reply.text(10_000).replaceAll(",\\s*\"finished\":\\s*\\w+", ""));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TransferResult upload(boolean parallel, Death death) throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (FileJournal journal = FileJournal.open(directory.resolve("journal")); Source source = Source.of(file);
                CamelHttpTransport wire = new CamelHttpTransport(camel, server.uri(), Map.of())) {
            HttpTransport mortal = new HttpTransport() {
                @Override
                public HttpReply send(HttpCall call) throws IOException {
                    boolean last = call.head().rawPath().endsWith(death.operation()) && count.incrementAndGet() >= death.count();
                    if (last && !death.answered()) {
                        throw new IllegalStateException(DEATH);
                    }
                    HttpReply reply = wire.send(call);
                    if (last) {
                        reply.close();
                        throw new IllegalStateException(DEATH);
                    }
                    return reply;
                }

                @Override
                public void close() {
                }
            };
            ObjectStore client = new CaymanProtocol().client(mortal, new ClientSettings(server.uri(), ClientSettings.Addressing.PATH,
                Optional.empty(), "", "", Map.of("parallel", String.valueOf(parallel)), OptionalLong.empty(), Clock.systemUTC()));
            TransferSettings settings = TransferSettings.builder().partSize(BLOCK).parallelParts(4).requireProof(true).build();
            return Transfer.on(client).endpoint("http://cayman.example").settings(settings).journal(journal).executor(pool).build()
                .upload(UploadRequest.of(OBJECT).withReplace(false), source);
        }
    }

    private static void dies(ThrowingCallable upload) {
        assertThatThrownBy(upload).hasMessageContaining(DEATH);
    }

    private List<Long> confirmed() throws IOException {
        try (FileJournal journal = FileJournal.open(directory.resolve("journal"))) {
            return journal.entries().stream().map(JournalEntry::parts).flatMap(parts -> parts.values().stream())
                .map(part -> part.slot().offset()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "true, false, true", "true, true, false", "true, true, true", "false, false, false",
        "false, false, true", "false, true, false", "false, true, true"})
    void sendsNoConfirmedBlockAgain(boolean tellsBlocks, boolean parallel, boolean answered) throws IOException {
        serve(tellsBlocks);
        dies(() -> upload(parallel, new Death("/write", 8, answered)));
        List<Long> confirmed = confirmed();
        assertThat(confirmed).isNotEmpty();
        arrived.clear();

        TransferResult result = upload(parallel, Death.NONE);

        assertThat(arrived).doesNotContainAnyElementsOf(confirmed).hasSize(BLOCKS - confirmed.size());
        assertThat(result.resumedParts()).isEqualTo(confirmed.size());
        assertThat(result.proof()).as("the block whose answer was lost was sent again").isEqualTo(Proof.MD5);
        isStored();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void finishesAfterItDiedAtFinish(boolean tellsBlocks, boolean answered) throws IOException {
        serve(tellsBlocks);
        dies(() -> upload(false, new Death("/finish", 1, answered)));
        arrived.clear();
        upload(false, Death.NONE);
        assertThat(arrived).isEmpty();
        isStored();
    }

    @Test
    void goesOnWhereTheStoreHasLostWhatItConfirmed() throws IOException {
        serve(true);
        dies(() -> upload(false, new Death("/write", 8, false)));
        UploadRef lost = disk.uploads(UploadQuery.of(OBJECT)).items().get(0).upload();
        disk.abort(lost);
        upload(false, Death.NONE);
        isStored();
    }

    @Test
    void aCreateThatGotNoAnswerIsTakenUp() throws IOException {
        AtomicInteger creates = new AtomicInteger();
        HttpHandler ours = handler(disk);
        server = SocketServer.start(call -> {
            HttpReply reply = ours.handle(call);
            if (call.head().rawPath().endsWith("/create") && creates.incrementAndGet() == 1) {
                throw SocketServer.hangUp();
            }
            return reply;
        });
        assertThat(upload(false, Death.NONE).proof()).isEqualTo(Proof.MD5);
        assertThat(creates).hasValue(2);
        isStored();
    }

    private void isStored() throws IOException {
        try (Download download = disk.get(OBJECT, ByteRange.ALL, Access.NONE)) {
            assertThat(download.body().open().readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
    }
}
