package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

    private final List<Access> seen = new ArrayList<>();

    /** The disk does not encrypt; this stands for a store that does. */
    @BeforeEach
    void encrypt() {
        store = new FaultyStore(new ForwardingStore(disk) {
            @Override
            public Admission initiate(UploadRequest request) {
                return super.initiate(new UploadRequest(request.object(), request.size(), request.partSize(), request.known(),
                    request.metadata(), request.replace(), request.open(), Access.NONE));
            }

            @Override
            public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
                seen.add(access);
                return super.putPart(upload, slot, body, checks, Access.NONE);
            }
        });
    }

    private static UploadRequest secretly() {
        UploadRequest plain = UploadRequest.of(OBJECT);
        return new UploadRequest(OBJECT, plain.size(), plain.partSize(), plain.known(), plain.metadata(), true, plain.open(), SECRET);
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
    void messagesNameTheSourceWithoutItsDirectory() {
        Path file = file(5 * PART);
        store.onPart(1, FaultyStore.first(() -> file.toFile().delete()));
        UploadException e = failure(Failure.SOURCE_CHANGED, () -> upload(transfer(settings().parallelParts(1)), file));
        assertThat(e.getMessage()).contains(file.getFileName().toString()).doesNotContain(directory.toString());
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
