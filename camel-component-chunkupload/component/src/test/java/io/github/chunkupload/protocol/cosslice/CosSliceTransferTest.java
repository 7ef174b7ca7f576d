package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import io.github.chunkupload.transfer.FileJournal;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferResult;
import io.github.chunkupload.transfer.TransferSettings;
import io.github.chunkupload.transfer.UploadJournal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of files in files/v2 that fail in the middle and are gone on with, over real sockets. */
@Timeout(60)
class CosSliceTransferTest {

    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final ObjectRef OBJECT = new ObjectRef("examplebucket-1250000000", "dir/big.bin");
    private static final int SLICE = 524_288;

    @TempDir
    private Path directory;
    private volatile boolean refusing;
    private volatile boolean silent;
    private CamelContext camel;
    private ObjectStore disk;
    private RecordingServer server;
    private ObjectStore client;
    private Path file;
    private UploadRequest request = UploadRequest.of(OBJECT);

    @BeforeEach
    void start() throws Exception {
        camel = new DefaultCamelContext();
        camel.start();
        disk = DiskStore.open(directory.resolve("store"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        HttpHandler handler = new CosSliceProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(KEY), false, Set.of(),
            "", Set.of(), "", Map.of(), OptionalLong.empty(), Clock.systemUTC()));
        server = RecordingServer.start(call -> refusing && text(call).contains("\r\n\r\n1048576\r\n") && text(call).contains("_data")
            ? new CosSliceProtocol().refuse(call.head(), CosSliceError.REFUSED.failure("Not now"))
            : silent && text(call).contains("upload_slice_list") ? withoutDigests(handler.handle(call)) : handler.handle(call));
        client = client(Map.of("dialect", "v2"));
        byte[] bytes = new byte[4 * SLICE - 1000];
        new Random(1).nextBytes(bytes);
        file = Files.write(directory.resolve("file"), bytes);
    }

    private ObjectStore client(Map<String, String> options) {
        return new CosSliceProtocol().client(new CamelHttpTransport(camel, server.uri(), Map.of()), new ClientSettings(server.uri(),
            Addressing.PATH, Optional.of(KEY), "", "", options, OptionalLong.empty(), Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        server.close();
        disk.close();
        camel.stop();
    }

    @Test
    void goesOnFromItsJournalAndSendsNoSliceTwice() {
        failsInTheMiddle(FileJournal.open(directory.resolve("journal")));

        TransferResult result = upload(FileJournal.open(directory.resolve("journal")));
        assertThat(result.proof()).isEqualTo(Proof.by(Digest.MD5));
        assertThat(offsets()).as("sent after the failure").containsExactlyInAnyOrder(1_048_576L, 1_572_864L);
        isStored();
    }

    @Test
    void goesOnFromItsJournalWhereTheListTellsOffsetsOnly() {
        silent = true;
        failsInTheMiddle(FileJournal.open(directory.resolve("journal")));

        upload(FileJournal.open(directory.resolve("journal")));
        assertThat(offsets()).as("sent after the failure").containsExactlyInAnyOrder(1_048_576L, 1_572_864L);
        isStored();
    }

    @Test
    void goesOnWithoutAJournalWhereTheShaProvesTheFile() throws Exception {
        request = request.withKnown(Checksums.of(Digest.SHA1, sha()));
        failsInTheMiddle(FileJournal.open(directory.resolve("lost")));

        TransferResult result = upload(FileJournal.open(directory.resolve("another")));
        assertThat(result.proof()).isEqualTo(Proof.by(Digest.SHA1));
        assertThat(operations("upload_slice_list")).as("asked what is there").isPositive();
        assertThat(offsets()).as("sent after the failure").containsExactlyInAnyOrder(1_048_576L, 1_572_864L);
        isStored();
    }

    @Test
    void trustsNoSliceThatNothingIsKnownOf() {
        failsInTheMiddle(FileJournal.open(directory.resolve("lost")));

        upload(FileJournal.open(directory.resolve("another")));
        assertThat(offsets()).as("sent after the failure").containsExactlyInAnyOrder(0L, 524_288L, 1_048_576L, 1_572_864L);
        isStored();
    }

    @Test
    void announcesTheDigestsOfAllPiecesWhereThatIsAsked() throws Exception {
        client = client(Map.of("dialect", "v2", "uploadParts", "true"));

        TransferResult result = upload(FileJournal.open(directory.resolve("journal")));
        assertThat(result.proof()).isEqualTo(Proof.by(Digest.SHA1));
        SpokenRequest init = SpokenRequest.of(server.requests().get(0));
        assertThat(init.facts()).containsEntry("field sha", sha())
            .containsEntry("field uploadparts", UploadParts.of(Body.of(Files.readAllBytes(file)), SLICE).json());
        assertThat(init.facts().get("field uploadparts").split("datasha")).as("pieces").hasSize(5);
        isStored();
    }

    private void failsInTheMiddle(UploadJournal journal) {
        refusing = true;
        UploadException failure = catchThrowableOfType(UploadException.class, () -> upload(journal));
        assertThat(failure.kind()).isEqualTo(Failure.FORBIDDEN);
        assertThat(offsets()).startsWith(0L, 524_288L);
        refusing = false;
        server.clear();
    }

    private TransferResult upload(UploadJournal journal) {
        TransferSettings settings = TransferSettings.builder().partSize(SLICE).putThreshold(0).build();
        try (journal; Source source = Source.of(file)) {
            return Transfer.on(client).endpoint("http://gz.file.myqcloud.com").settings(settings).journal(journal)
                .spoolDirectory(directory).build().upload(request, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sha() throws IOException {
        Hasher sha = Digest.SHA1.hasher();
        byte[] bytes = Files.readAllBytes(file);
        sha.update(bytes, 0, bytes.length);
        return sha.finish();
    }

    private List<Long> offsets() {
        return server.requests().stream().map(SpokenRequest::of).filter(request -> request.name().startsWith("upload_slice_data"))
            .map(request -> Long.parseLong(request.facts().get("field offset"))).toList();
    }

    private long operations(String word) {
        return server.requests().stream().map(Recorded::wireText).filter(text -> text.contains(word)).count();
    }

    private void isStored() {
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(4 * SLICE - 1000);
        try (InputStream in = disk.get(OBJECT, ByteRange.ALL, Access.NONE).body().open()) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpReply withoutDigests(HttpReply reply) {
        try {
            String text = reply.text(1 << 20).replaceAll(",\"datamd5\":\"[0-9a-f]+\"", "");
            return HttpReply.of(reply.status(), Headers.NONE, "application/json", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
