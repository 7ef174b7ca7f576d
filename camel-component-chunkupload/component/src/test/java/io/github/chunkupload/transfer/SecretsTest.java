package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsTest extends TransferTestBase {

    private static final byte[] KEY = "0123456789-customer-key-01234567".getBytes(StandardCharsets.US_ASCII);
    private static final Access SECRET = new Access(Optional.of(new Access.CustomerKey(KEY)));

    private static final Access OTHER = new Access(Optional.of(new Access.CustomerKey(new byte[32])));

    private final List<Access> seen = new ArrayList<>();

    @BeforeEach
    void listen() {
        store = new FaultyStore(new ForwardingStore(disk) {
            @Override
            public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
                seen.add(access);
                return super.putPart(upload, slot, body, checks, access);
            }
        });
    }

    private static UploadRequest secretly() {
        return UploadRequest.of(OBJECT).withAccess(SECRET);
    }

    @Test
    void theCustomersKeyGoesToTheStoreAndNowhereElse() throws IOException {
        Path file = file(5 * PART);
        store.onPart(3, refuse(Failure.FORBIDDEN));
        StringWriter told = new StringWriter();
        try (Source source = Source.of(file)) {
            Transfer transfer = transfer(settings().parallelParts(1));
            UploadException e = failure(Failure.FORBIDDEN, () -> transfer.upload(secretly(), source));
            e.printStackTrace(new PrintWriter(told));
        }
        told.append(secretly().toString()).append(settings().build().toString()).append(journal.entries().toString());
        assertThat(seen).hasSize(3).containsOnly(SECRET);
        assertThat(journal.entries()).hasSize(1);
        assertHidden(told.toString());
        for (Path written : journalFiles()) {
            assertHidden(Files.readString(written, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aResumeWithAnotherKeyOrNoneIsRefusedByNameAndNothingIsLost() throws IOException {
        Path file = file(5 * PART);
        store.onPart(3, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(secretly(), file));
        restart();
        failure(Failure.CUSTOMER_KEY_MISMATCH, () -> upload(UploadRequest.of(OBJECT).withAccess(OTHER), file));
        failure(Failure.CUSTOMER_KEY_REQUIRED, () -> upload(UploadRequest.of(OBJECT), file));
        assertThat(store.confirmed()).isEmpty();

        restart();
        assertThat(upload(secretly(), file).resumedParts()).isEqualTo(3);
        assertThat(store.confirmed()).containsExactly(3, 4);
        assertStored(file, SECRET);
    }

    @Test
    void anotherKeyIsTakenOnceTheUploadOfTheFirstIsGone() throws IOException {
        Path file = file(5 * PART);
        store.onPart(3, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(secretly(), file));
        restart();
        disk.abort(openUploads().get(0).upload());
        assertThat(upload(UploadRequest.of(OBJECT).withAccess(OTHER), file).resumedParts()).isZero();
        assertStored(file, OTHER);
    }

    @Test
    void aKeyForAnUploadBegunWithoutOneIsRefused() throws IOException {
        Path file = file(5 * PART);
        store.onPart(3, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(UploadRequest.of(OBJECT), file));
        restart();
        failure(Failure.INVALID_ARGUMENT, () -> upload(secretly(), file));
        assertThat(upload(UploadRequest.of(OBJECT), file).resumedParts()).isEqualTo(3);
        assertStored(file);
    }

    @Test
    void aStoreThatTakesNoKeysIsNotEvenAsked() {
        Path file = file(5 * PART);
        store = new FaultyStore(disk).facts(t -> t.toBuilder().customerKeys(false).build());
        failure(Failure.UNSUPPORTED, () -> upload(secretly(), file));
        assertThat(store.calls(Call.INITIATE)).isZero();
        PartSlot slot = PartSlot.numbered(0, 1);
        failure(Failure.UNSUPPORTED, () -> new PartSender(store, new UploadRef(OBJECT, "none"), SECRET, settings().build(), timing,
            part -> { }).send(slot, Body.of(new byte[1])));
        assertThat(store.calls(Call.PART)).isZero();
    }

    private TransferResult upload(UploadRequest request, Path file) {
        try (Source source = Source.of(file)) {
            return transfer(settings().parallelParts(1)).upload(request, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void messagesNameTheSourceWithoutItsDirectory() {
        Path file = file(5 * PART);
        store.onPart(1, FaultyStore.first(() -> file.toFile().delete()));
        UploadException e = failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(e.getMessage()).contains(file.getFileName().toString()).doesNotContain(directory.toString());
    }

    private void assertStored(Path file, Access access) throws IOException {
        try (Download download = disk.get(OBJECT, ByteRange.ALL, access); InputStream in = download.body().open()) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
        assertThat(openUploads()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    private static void assertHidden(String text) {
        assertThat(text).doesNotContain(new String(KEY, StandardCharsets.US_ASCII), HexFormat.of().formatHex(KEY),
            Base64.getEncoder().encodeToString(KEY));
    }

    private List<Path> journalFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.toList();
        }
    }
}
