package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.loseTheAnswer;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.toy.ToyProtocol;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same engine on a store of the other family: it counts in offsets, wants the size first, chooses the part size itself, tells only
 * its first gap, and finishes the object with its last byte; once with parts in parallel and once strictly one after another.
 */
class OffsetStoreTest extends TransferTestBase {

    private static final int SLICE = 400;

    private void toy(boolean serial) {
        Map<String, String> options = Map.of("partSize", String.valueOf(SLICE), "serial", String.valueOf(serial));
        ToyProtocol toy = new ToyProtocol();
        HttpHandler server = toy.server(caller -> disk, new ServerSettings(CredentialSource.of(), true, Set.of(), "", Set.of(), "",
            options, OptionalLong.empty(), Clock.systemUTC()));
        HttpTransport transport = new HttpTransport() {
            @Override
            public HttpReply send(HttpCall call) {
                return server.handle(call);
            }

            @Override
            public void close() {
            }
        };
        store = new FaultyStore(toy.client(transport, new ClientSettings(URI.create("http://toy.example"),
            ClientSettings.Addressing.PATH, Optional.empty(), "", "", options, OptionalLong.empty(), Clock.systemUTC())));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyByteArrivesInPartsOfTheStoresChoice(boolean serial) throws IOException {
        toy(serial);
        for (int size : new int[] {0, 1, SLICE, SLICE + 1, 10 * SLICE, 4711}) {
            Path file = file(size);
            TransferResult result = upload(transfer(), file);
            assertStored(file);
            assertThat(result.parts()).isEqualTo((size + SLICE - 1) / SLICE);
            assertThat(result.proof()).isEqualTo(size == 0 ? result.proof() : Proof.CRC64);
        }
        assertThat(store.calls(Call.COMPLETE)).as("the last byte finishes").isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamIsSpooledForItsSize(boolean serial) throws IOException {
        toy(serial);
        try (Source source = Source.of(new ByteArrayInputStream(bytes(4711)), -1)) {
            transfer().upload(UploadRequest.of(OBJECT), source);
        }
        assertThat(stored()).isEqualTo(bytes(4711));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamOfKnownLengthIsCutAnewToThePartsOfTheStore(boolean serial) throws IOException {
        toy(serial);
        try (Source source = Source.of(new ByteArrayInputStream(bytes(4711)), 4711)) {
            assertThat(transfer().upload(UploadRequest.of(OBJECT), source).parts()).isEqualTo(12);
        }
        assertThat(stored()).isEqualTo(bytes(4711));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumesWhereTheStoreHasItsFirstGap(boolean serial) throws IOException {
        toy(serial);
        Path file = file(10 * SLICE);
        store.onPart(6, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().parallelParts(1)), file));
        restart();
        TransferResult result = upload(transfer(), file);
        assertThat(store.confirmed()).containsExactly(6, 7, 8, 9);
        assertThat(result).extracting(TransferResult::resumedParts, TransferResult::proof).containsExactly(6, Proof.CRC64);
        assertStored(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostAnswerToAPartIsMadeGood(boolean serial) throws IOException {
        toy(serial);
        store.onPart(0, loseTheAnswer()).onPart(5, loseTheAnswer()).onPart(5, refuse(Failure.CONNECTION));
        Path file = file(10 * SLICE);
        upload(transfer(), file);
        assertStored(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostAnswerToTheLastPartIsSettledByAskingForTheObject(boolean serial) throws IOException {
        toy(serial);
        store.onPart(9, loseTheAnswer());
        Path file = file(10 * SLICE);
        assertThat(upload(transfer(settings().parallelParts(1)), file).bytes()).isEqualTo(10 * SLICE);
        assertStored(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadThatBecameTheObjectWhileNobodyListenedIsNotSentAgain(boolean serial) throws IOException {
        toy(serial);
        store.onPart(9, loseTheAnswer());
        Path file = file(10 * SLICE);
        failure(Failure.CONNECTION, () -> upload(transfer(settings().parallelParts(1).retry(RetryPolicy.NEVER)), file));
        restart();
        upload(transfer(), file);
        assertThat(store.confirmed()).isEmpty();
        assertStored(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVanishedUploadIsBegunAnew(boolean serial) throws IOException {
        toy(serial);
        Path file = file(10 * SLICE);
        store.onPart(6, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(transfer(settings().parallelParts(1)), file));
        disk.abort(openUploads().get(0).upload());
        restart();
        upload(transfer(), file);
        assertThat(store.confirmed()).hasSize(10);
        assertStored(file);
    }
}
