package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static io.github.chunkupload.protocol.cos.CosFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client has servers copy parts. */
class CosCopyTest {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "1484727270323ddb949d528c62923531");
    private static final PartSlot SECOND = PartSlot.numbered(1, PartSlot.UNKNOWN);

    @TempDir
    private Path directory;
    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private CosFixture fixture;
    private RecordingServer server;

    @BeforeEach
    void open() {
        fixture = new CosFixture();
        server = RecordingServer.start(call -> {
            HttpReply reply = replies.poll();
            if (reply == null) {
                throw SocketServer.hangUp();
            }
            return reply;
        });
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(value = Addressing.class, names = {"PATH", "BUCKETLESS"})
    void copiesOnOurServer(Addressing addressing) throws Exception {
        try (DiskStore disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
                SocketServer ours = SocketServer.start(new CosProtocol().server(caller -> disk,
                    CosFixture.serverSettings(false, OptionalLong.of(1), CosFixture.KEY)))) {
            ObjectStore client = fixture.client(ours.uri(), addressing);
            ObjectRef source = new ObjectRef(BUCKET, "a//b/中 %2F+.bin");
            byte[] digits = "0123456789".getBytes(StandardCharsets.US_ASCII);
            String etag = client.put(UploadRequest.of(source), Body.of(digits), Checks.NONE).etag();
            UploadRef upload = ((Admission.Open) client.initiate(UploadRequest.of(OBJECT))).upload();
            PartCopy copies = client.capability(PartCopy.class).orElseThrow();
            PartReceipt first = copies.copyPart(upload, PartSlot.numbered(0, 4), new CopySource(source, new ByteRange(3, 6), etag,
                Access.NONE), Access.NONE);
            PartReceipt second = copies.copyPart(upload, SECOND, CopySource.of(source), Access.NONE);
            client.complete(upload, Completion.of(List.of(first, second)));

            assertThat(second.sums()).isEqualTo(Checksums.of(Digest.MD5, etag).with(Digest.CRC64, second.sums().get(Digest.CRC64).get()));
            assertThat(client.get(OBJECT, ByteRange.ALL, Access.NONE).body().open().readAllBytes()).asString().isEqualTo("34560123456789");
            refused(Failure.PRECONDITION_FAILED, () -> copies.copyPart(upload, SECOND,
                new CopySource(source, ByteRange.ALL, "other", Access.NONE), Access.NONE));
            refused(Failure.NO_SUCH_OBJECT, () -> copies.copyPart(upload, SECOND,
                CopySource.of(new ObjectRef(BUCKET, "none")), Access.NONE));
        }
    }

    @Test
    void readsTheAnswerOfTheManualAndNoMoreThanItTells() {
        replies.add(xml("""
            <?xml version='1.0' encoding='utf-8' ?>
            <CopyPartResult><ETag>"d067a0fa9dc61a6e7195ca99696b5a89"</ETag><LastModified>2020-12-10T03:37:30.000Z</LastModified>
            </CopyPartResult>"""));
        replies.add(xml("<CopyPartResult><ETag>opaque-1</ETag><CRC64>15570549323392296765</CRC64></CopyPartResult>"));

        assertThat(copy(CopySource.of(OBJECT))).isEqualTo(PartReceipt.of(SECOND, "d067a0fa9dc61a6e7195ca99696b5a89",
            Checksums.of(Digest.MD5, "d067a0fa9dc61a6e7195ca99696b5a89")));
        assertThat(copy(CopySource.of(OBJECT))).isEqualTo(PartReceipt.of(SECOND, "opaque-1",
            Checksums.of(Digest.CRC64, "15570549323392296765")));
    }

    @Test
    void anErrorBehindStatus200IsAnErrorAndSilenceHasToBeAskedAbout() {
        replies.add(xml("<Error><Code>InternalError</Code></Error>"));
        replies.add(xml("<CopyPartResult/>"));

        refused(Failure.INTERNAL, () -> copy(CopySource.of(OBJECT)));
        assertThat(refused(Failure.PROTOCOL, () -> copy(CopySource.of(OBJECT))).remedy()).isEqualTo(Remedy.ASK);
    }

    @Test
    void refusesBeforeAnyByteMoves() {
        refused(Failure.UNSUPPORTED, () -> copy(CopySource.of(new ObjectRef("other-1250000000", "k"))));
        refused(Failure.INVALID_KEY, () -> copy(CopySource.of(new ObjectRef(BUCKET, "/k"))));
        assertThat(server.requests()).isEmpty();
    }

    private PartReceipt copy(CopySource source) {
        return fixture.client(server.uri(), Addressing.BUCKETLESS).capability(PartCopy.class).orElseThrow()
            .copyPart(UPLOAD, SECOND, source, Access.NONE);
    }

    private static HttpReply xml(String body) {
        return HttpReply.of(200, Headers.NONE, "application/xml", body);
    }

    private static UploadException refused(Failure kind, ThrowingCallable call) {
        UploadException refusal = catchThrowableOfType(UploadException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        return refusal;
    }
}
