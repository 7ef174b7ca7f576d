package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.loseTheAnswer;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cayman.CaymanProtocol;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.protocol.cosslice.CosSliceProtocol;
import io.github.chunkupload.protocol.qingstor.QingStorProtocol;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each protocol, over a real socket, finds out by its own means whether a request whose answer was lost has made the object. */
class ProtocolDoubtTest extends TransferTestBase {

    private static final int PARTS = 4;
    private static final ObjectRef HERE = new ObjectRef(Wire.BUCKET, "dir/key");

    static Stream<Arguments> protocols() {
        return Stream.of(new CosProtocol(), new CdcsProtocol(), new QingStorProtocol(), new CosSliceProtocol(), new CaymanProtocol())
            .map(protocol -> Arguments.of(protocol.name(), protocol));
    }

    static Stream<Arguments> protocolsThatComplete() {
        return protocols().filter(arguments -> !(arguments.get()[1] instanceof CosSliceProtocol));
    }

    private Wire wire(Protocol protocol) {
        Map<String, String> options = protocol instanceof CosSliceProtocol ? Map.of("sliceSize", "1000") : Map.of();
        return new Wire(protocol, options, disk, handler -> handler, Clock.systemUTC(), Clock.systemUTC());
    }

    private TransferResult send(FaultyStore line, Path file) {
        TransferSettings settings = settings().parallelParts(1).build();
        try (Source source = Source.of(file)) {
            return Transfer.on(line).endpoint(ENDPOINT).settings(settings).journal(journal).timing(timing).build()
                .upload(UploadRequest.of(HERE), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertMade(Path file) throws IOException {
        try (Download made = disk.get(HERE, ByteRange.ALL, Access.NONE)) {
            assertThat(made.body().open().readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
        assertThat(disk.uploads(UploadQuery.of(HERE)).items()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protocols")
    void aRequestThatMadeTheObjectAndLostItsAnswerIsSettledByAsking(String name, Protocol protocol) throws IOException {
        Path file = file(PARTS * PART - 1);
        try (Wire wire = wire(protocol)) {
            FaultyStore line = new FaultyStore(wire.client());
            boolean implicit = line.traits(Wire.BUCKET).implicitFinish();
            line.on(Call.COMPLETE, 1, loseTheAnswer());
            if (implicit) {
                line.onPart(PARTS - 1, loseTheAnswer()).onPart(PARTS - 1, refuse(Failure.NO_SUCH_UPLOAD));
            }
            TransferResult result = send(line, file);
            assertThat(result.bytes()).isEqualTo(PARTS * PART - 1);
            assertThat(line.calls(Call.COMPLETE)).as("complete is not asked for twice").isLessThanOrEqualTo(1);
            assertThat(line.calls(Call.STATE) + line.calls(Call.HEAD)).as("the store was asked").isPositive();
            assertThat(line.calls(Call.INITIATE)).isEqualTo(1);
        }
        assertMade(file);
    }

    @Test
    void aLastPartThatIsAnsweredAsTheFirstTimeNeedsNoAsking() throws IOException {
        Path file = file(PARTS * PART - 1);
        try (Wire wire = wire(new CosSliceProtocol())) {
            FaultyStore line = new FaultyStore(wire.client()).onPart(PARTS - 1, loseTheAnswer());
            assertThat(send(line, file).bytes()).isEqualTo(PARTS * PART - 1);
            assertThat(line.calls(Call.PART)).isEqualTo(PARTS + 1);
            assertThat(line.calls(Call.INITIATE)).isEqualTo(1);
        }
        assertMade(file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protocolsThatComplete")
    void aCompleteThatNeverArrivedIsAskedForAgain(String name, Protocol protocol) throws IOException {
        Path file = file(PARTS * PART - 1);
        try (Wire wire = wire(protocol)) {
            FaultyStore line = new FaultyStore(wire.client()).on(Call.COMPLETE, 1, refuse(Failure.CONNECTION));
            send(line, file);
            assertThat(line.calls(Call.COMPLETE)).isEqualTo(2);
        }
        assertMade(file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protocolsThatComplete")
    void whatCannotBeSettledIsNamedNeverAbortedAndSettledByTheNextTransfer(String name, Protocol protocol) throws IOException {
        Path file = file(PARTS * PART - 1);
        try (Wire wire = wire(protocol)) {
            FaultyStore line = new FaultyStore(wire.client()).on(Call.COMPLETE, 1, loseTheAnswer())
                .onEvery(Call.COMPLETE, refuse(Failure.CONNECTION)).onEvery(Call.STATE, refuse(Failure.CONNECTION))
                .onEvery(Call.HEAD, refuse(Failure.CONNECTION));
            failure(Failure.OUTCOME_UNKNOWN, () -> send(line, file));
            assertThat(line.calls(Call.ABORT)).isZero();
            line.heal();
            line.forgetCalls();
            send(line, file);
            assertThat(line.confirmed()).as("no part is sent again").isEmpty();
        }
        assertMade(file);
    }
}
