package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.KEY;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.OTHER_KEY;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.partAt;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static io.github.chunkupload.disk.Samples.sums;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerKeyTest {

    private static final int CHUNK = 64 * 1024;
    private static final UploadRequest SECRETLY = UploadRequest.of(OBJECT).withAccess(KEY);

    @TempDir
    private Path directory;
    private DiskStore store;

    @BeforeEach
    void open() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.OBJECT));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void noFileOfTheStoreHasPlainBytesOrTheKey() throws IOException {
        String secret = "0123456789-customer-key-01234567";
        Access access = new Access(Optional.of(new CustomerKey(secret.getBytes(StandardCharsets.US_ASCII))));
        byte[] text = "what nobody else may read; ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        UploadRef finished = initiate(store, SECRETLY.withAccess(access));
        part(store, finished, 0, text, access);
        part(store, finished, 1, text, access);
        store.complete(finished, Completion.ALL);
        store.put(UploadRequest.of(new ObjectRef("bucket", "put")).withAccess(access), Body.of(text), ALL_DIGESTS);
        part(store, initiate(store, SECRETLY.withAccess(access)), 0, text, access);

        byte[] raw = secret.getBytes(StandardCharsets.US_ASCII);
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(6);
        for (Path file : files) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("%s", file).doesNotContain("nobody", secret,
                HexFormat.of().formatHex(raw), HexFormat.of().withUpperCase().formatHex(raw), Base64.getEncoder().encodeToString(raw));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theSameBytesUnderTheSameKeyAreNeverEncryptedAlike() throws IOException {
        byte[] content = bytes(1, 3 * CHUNK);
        UploadRef upload = initiate(store, SECRETLY);
        part(store, upload, 0, content, KEY);
        part(store, upload, 1, content, KEY);
        List<Path> data = files().stream().filter(file -> file.startsWith(directory.resolve("data"))).toList();
        assertThat(data).hasSize(2);
        assertThat(Files.readAllBytes(data.get(0))).hasSize(32 + 3 * (CHUNK + 16));
        assertThat(Files.mismatch(data.get(0), data.get(1))).isZero();
    }

    @Test
    void everyLengthAroundAChunkComesBack() {
        for (int length : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 4 * CHUNK, 4 * CHUNK + 1, 9 * CHUNK + 5}) {
            byte[] content = bytes(length, length);
            ObjectReceipt receipt = store.put(SECRETLY, Body.of(content), ALL_DIGESTS);
            assertThat(receipt.sums()).isEqualTo(sums(content));
            assertThat(receipt.etag()).isEqualTo(Samples.md5(content));
            assertThat(read(store, OBJECT, KEY)).isEqualTo(content);
            UploadRef upload = initiate(store, SECRETLY);
            Body unsized = Body.once(new ByteArrayInputStream(content), -1);
            PartReceipt part = store.putPart(upload, PartSlot.numbered(0, PartSlot.UNKNOWN), unsized, ALL_DIGESTS, KEY);
            assertThat(part.sums()).isEqualTo(sums(content));
            store.complete(upload, Completion.ALL);
            assertThat(read(store, OBJECT, KEY)).isEqualTo(content);
        }
    }

    @Test
    void everyRangeOfSeveralPartsComesBack() throws IOException {
        byte[] content = bytes(2, 5 * CHUNK + 100);
        UploadRef upload = initiate(store, SECRETLY);
        int[] cuts = {0, 10, CHUNK + 10, 3 * CHUNK, content.length};
        for (int i = 0; i < cuts.length - 1; i++) {
            part(store, upload, i, Arrays.copyOfRange(content, cuts[i], cuts[i + 1]), KEY);
        }
        store.complete(upload, Completion.ALL);
        for (int first : new int[] {0, 9, 10, 11, CHUNK, CHUNK + 10, 3 * CHUNK - 1, content.length - 1}) {
            for (int last : new int[] {first, first + 1, first + CHUNK, content.length}) {
                int end = Math.min(content.length, last + 1);
                assertThat(read(store.get(OBJECT, new ByteRange(first, last), KEY))).isEqualTo(Arrays.copyOfRange(content, first, end));
            }
        }
        try (InputStream in = store.get(OBJECT, ByteRange.ALL, KEY).body().open()) {
            in.skipNBytes(2L * CHUNK);
            assertThat(in.read()).isEqualTo(content[2 * CHUNK] & 0xFF);
        }
    }

    @Test
    void anObjectWithoutPartsIsEmptyAndStillNeedsItsKey() {
        store.complete(initiate(store, SECRETLY), Completion.ALL);
        assertThat(read(store, OBJECT, KEY)).isEmpty();
        refused(Failure.CUSTOMER_KEY_REQUIRED, () -> store.get(OBJECT, ByteRange.ALL, Access.NONE));
    }

    @Test
    void partsThatOverlapAreEncryptedToo() {
        UploadRef upload = initiate(store, SECRETLY);
        byte[] first = bytes(3, 2 * CHUNK);
        byte[] second = bytes(4, 2 * CHUNK);
        store.putPart(upload, new PartSlot(-1, 0, first.length), Body.of(first), ALL_DIGESTS, KEY);
        store.putPart(upload, new PartSlot(-1, CHUNK + 7, second.length), Body.of(second), ALL_DIGESTS, KEY);
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT, KEY)).isEqualTo(joined(Arrays.copyOf(first, CHUNK + 7), second));
    }

    @Test
    void aPartWithoutTheRightKeyIsRefusedBeforeItsBodyIsRead() {
        UploadRef secret = initiate(store, SECRETLY);
        UploadRef plain = initiate(store, OBJECT);
        refusedUnread(Failure.CUSTOMER_KEY_REQUIRED, secret, Access.NONE);
        refusedUnread(Failure.CUSTOMER_KEY_MISMATCH, secret, OTHER_KEY);
        refusedUnread(Failure.INVALID_ARGUMENT, plain, KEY);
    }

    private void refusedUnread(Failure kind, UploadRef upload, Access access) {
        Body untouchable = Body.once(new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("The body was read");
            }
        }, 10);
        refused(kind, () -> store.putPart(upload, PartSlot.numbered(0, 10), untouchable, Checks.NONE, access));
    }

    @Test
    void anUploadGoesOnAfterARestartWithItsKeyOnly() {
        UploadRef upload = initiate(store, SECRETLY);
        part(store, upload, 0, bytes(5, CHUNK + 1), KEY);
        reopen();
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> part(store, upload, 1, bytes(6, 10), OTHER_KEY));
        part(store, upload, 1, bytes(6, 10), KEY);
        reopen();
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT, KEY)).isEqualTo(joined(bytes(5, CHUNK + 1), bytes(6, 10)));
        reopen();
        assertThat(store.head(OBJECT, Access.NONE)).isEqualTo(store.head(OBJECT, KEY));
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> store.head(OBJECT, OTHER_KEY));
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> store.get(OBJECT, ByteRange.ALL, OTHER_KEY));
    }

    @Test
    void checksumsAreOfThePlainBytes() {
        UploadRef upload = initiate(store, SECRETLY);
        byte[] whole = joined(bytes(7, 100), bytes(8, 100));
        refused(Failure.DIGEST_MISMATCH, () -> store.putPart(upload, PartSlot.numbered(0, 100), Body.of(bytes(7, 100)),
            new Checks(Set.of(), sums(bytes(8, 100))), KEY));
        store.putPart(upload, PartSlot.numbered(0, 100), Body.of(bytes(7, 100)), Checks.NONE, KEY);
        store.putPart(upload, PartSlot.numbered(1, 100), Body.of(bytes(8, 100)), Checks.NONE, KEY);
        Checksums crc = Checksums.of(Digest.CRC64, sums(whole).get(Digest.CRC64).orElseThrow());
        refused(Failure.DIGEST_MISMATCH, () -> store.complete(upload, Completion.ALL.expecting(200, Checksums.of(Digest.CRC64, "1"))));
        refused(Failure.UNSUPPORTED, () -> store.complete(upload, Completion.ALL.expecting(200, sums(whole))));
        assertThat(store.complete(upload, Completion.ALL.expecting(200, crc)).sums()).isEqualTo(crc);
    }

    @Test
    void joiningNeverMixesEncryptedAndPlain() {
        UploadRequest plain = UploadRequest.of(OBJECT).withSize(20).withOpen(OpenUploads.JOIN);
        UploadRef secret = initiate(store, plain.withAccess(KEY));
        assertThat(initiate(store, plain.withAccess(KEY))).isEqualTo(secret);
        UploadRef other = initiate(store, plain.withAccess(OTHER_KEY));
        assertThat(other).isNotEqualTo(secret);
        UploadRef open = initiate(store, plain);
        assertThat(open).isNotEqualTo(other);
        partAt(store, open, 0, bytes(9, 20));
        assertThat(initiate(store, plain.withAccess(KEY))).isNotEqualTo(open);
    }

    @Test
    void whatNobodyCouldReadIsNotStaged() {
        Staging staging = store.capability(Staging.class).orElseThrow();
        UploadRef upload = initiate(store, SECRETLY);
        part(store, upload, 0, bytes(10, 10), KEY);
        refused(Failure.UNSUPPORTED, () -> staging.assemble(upload, Completion.ALL));
        refused(Failure.UNSUPPORTED, () -> staging.assemble(SECRETLY, Body.of(bytes(10, 10)), Checks.NONE));
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT, KEY)).isEqualTo(bytes(10, 10));
    }

    @Test
    void recordsOfFormat1AreStillRead() throws IOException {
        UploadRequest request = UploadRequest.of(OBJECT).withSize(7);
        UploadHeader header = UploadHeader.of(request, "id", "0123456789abcdef", Instant.ofEpochMilli(1));
        assertThat(UploadHeader.decode(withoutLastField(header.encode()))).isEqualTo(header);
        store.put(request, Body.of(bytes(11, 7)), ALL_DIGESTS);
        Path record = files().stream().filter(file -> file.startsWith(directory.resolve("objects"))).findFirst().orElseThrow();
        close();
        Files.write(record, Frame.seal(withoutLastField(Frame.only(Files.readAllBytes(record))), 0));
        Files.writeString(directory.resolve("format"), "camel-chunkupload disk store, format 1\n");
        open();
        assertThat(read(store, OBJECT)).isEqualTo(bytes(11, 7));
        assertThat(directory.resolve("format")).hasContent("camel-chunkupload disk store, format 2\n");
    }

    /** Records of format 1 ended before the verifier, which is one byte where there is none. */
    private static byte[] withoutLastField(byte[] payload) {
        return Arrays.copyOf(payload, payload.length - 1);
    }
}
