package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.breakingAfter;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.md5;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.partAt;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static io.github.chunkupload.disk.Samples.sums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest {

    @TempDir
    private Path directory;
    private DiskStore store;

    @BeforeEach
    void open() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void partsInAnyOrderBecomeTheObjectInTheOrderOfTheirNumbers() {
        byte[][] parts = {bytes(1, 1000), bytes(2, 1000), bytes(3, 17)};
        UploadRef upload = initiate(store, UploadRequest.of(OBJECT).withMetadata(Metadata.NONE.withUser("Note", "中 b")));
        part(store, upload, 1, parts[1]);
        part(store, upload, 2, parts[2]);
        part(store, upload, 0, parts[0]);
        ObjectReceipt receipt = store.complete(upload, Completion.ALL);

        byte[] whole = joined(parts);
        assertThat(read(store, OBJECT)).isEqualTo(whole);
        assertThat(receipt.size()).isEqualTo(whole.length);
        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.CRC64, sums(whole).get(Digest.CRC64).orElseThrow()));
        assertThat(store.head(OBJECT, Access.NONE).metadata().user()).containsEntry("note", "中 b");
        assertThat(store.head(OBJECT, Access.NONE).etag()).isEqualTo(receipt.etag()).endsWith("-3");
    }

    @Test
    void theEtagOfManyPartsIsTheDigestOfTheirDigests() {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, "part1".getBytes(StandardCharsets.UTF_8));
        part(store, upload, 1, "part2".getBytes(StandardCharsets.UTF_8));
        byte[] binary = HexFormat.of().parseHex(md5("part1".getBytes(StandardCharsets.UTF_8))
            + md5("part2".getBytes(StandardCharsets.UTF_8)));
        ObjectReceipt receipt = store.complete(upload, Completion.ALL);
        assertThat(receipt.etag()).isEqualTo(md5(binary) + "-2");
        assertThat(receipt.sums().get(Digest.CRC64)).contains("15570549323392296765");
    }

    @Test
    void aPartSentAgainReplacesTheEarlierOneWhateverTheirSizes() throws IOException {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 500));
        part(store, upload, 1, bytes(2, 500));
        part(store, upload, 0, bytes(3, 900));
        part(store, upload, 0, bytes(4, 100));
        part(store, upload, 1, bytes(5, 501));
        assertThat(dataFiles()).as("the shared file, and one for each part sent again").isEqualTo(3);
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(4, 100), bytes(5, 501)));
        assertThat(dataFiles()).isEqualTo(2);
    }

    @Test
    void aSmallerPartFirstDoesNoHarm() {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 2, bytes(1, 3));
        part(store, upload, 0, bytes(2, 1000));
        part(store, upload, 1, bytes(3, 1000));
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(2, 1000), bytes(3, 1000), bytes(1, 3)));
    }

    @Test
    void partsOfUnknownLengthAreStoredToo() {
        UploadRef upload = initiate(store, OBJECT);
        PartReceipt receipt = store.putPart(upload, PartSlot.numbered(0, PartSlot.UNKNOWN),
            Body.once(new ByteArrayInputStream(bytes(1, 700_000)), -1), ALL_DIGESTS, Access.NONE);
        assertThat(receipt.slot().length()).isEqualTo(700_000);
        store.complete(upload, Completion.of(List.of(receipt)));
        assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 700_000));
    }

    @Test
    void oneWriteWinsOverEarlierOnesByteByByte() {
        UploadRef upload = initiate(store, UploadRequest.of(OBJECT).withSize(1000));
        partAt(store, upload, 0, bytes(1, 600));
        partAt(store, upload, 500, bytes(2, 500));
        partAt(store, upload, 100, bytes(3, 450));
        store.complete(upload, Completion.ALL);
        byte[] expected = new byte[1000];
        System.arraycopy(bytes(1, 600), 0, expected, 0, 600);
        System.arraycopy(bytes(2, 500), 0, expected, 500, 500);
        System.arraycopy(bytes(3, 450), 0, expected, 100, 450);
        assertThat(read(store, OBJECT)).isEqualTo(expected);
    }

    @Test
    void aGapIsRefusedAndTheUploadStaysOpen() {
        UploadRef upload = initiate(store, UploadRequest.of(OBJECT).withSize(1000));
        partAt(store, upload, 0, bytes(1, 300));
        partAt(store, upload, 400, bytes(2, 600));
        refused(Failure.INVALID_PART, () -> store.complete(upload, Completion.ALL));
        assertThat(store.state(upload, -1, 10).contiguous()).isEqualTo(300);
        partAt(store, upload, 300, bytes(3, 100));
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(1, 300), bytes(3, 100), bytes(2, 600)));
    }

    @Test
    void theBytesThatAreMissingAreCountedAndOneCallerSeesNone() {
        UploadRef upload = initiate(store, UploadRequest.of(OBJECT).withSize(300));
        assertThat(part(store, upload, 0, bytes(1, 100)).missing()).isEqualTo(200);
        assertThat(part(store, upload, 0, bytes(2, 50)).missing()).isEqualTo(250);
        assertThat(part(store, upload, 0, bytes(2, 100)).missing()).isEqualTo(200);
        assertThat(part(store, upload, 2, bytes(3, 100)).missing()).isEqualTo(100);
        assertThat(part(store, upload, 1, bytes(4, 100)).missing()).isZero();
        assertThat(part(store, upload, 1, bytes(4, 100)).missing()).isEqualTo(PartSlot.UNKNOWN);
        reopen();
        assertThat(part(store, upload, 1, bytes(4, 100)).missing()).as("whoever saw 0 may be gone").isZero();
    }

    @Test
    void listsPartsPageByPageAlsoAfterARestart() {
        UploadRef upload = initiate(store, OBJECT);
        for (int i = 0; i < 25; i++) {
            part(store, upload, 24 - i, bytes(i, 10));
        }
        for (int round = 0; round < 2; round++) {
            UploadState first = store.state(upload, -1, 10);
            UploadState last = store.state(upload, 19, 10);
            assertThat(first.parts()).extracting(part -> part.receipt().slot().index()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(first.truncated()).isTrue();
            assertThat(first.contiguous()).isEqualTo(250);
            assertThat(last.parts()).extracting(part -> part.receipt().etag()).startsWith(md5(bytes(4, 10))).hasSize(5);
            assertThat(last.parts()).extracting(StoredPart::receipt).allMatch(part -> part.sums().known().size() == 3);
            assertThat(last.truncated()).isFalse();
            reopen();
        }
    }

    @Test
    void completeChecksWhatTheListNames() {
        UploadRef upload = initiate(store, OBJECT);
        PartReceipt one = part(store, upload, 0, bytes(1, 100));
        PartReceipt two = part(store, upload, 1, bytes(2, 100));
        PartReceipt other = new PartReceipt(two.slot(), one.etag(), Checksums.NONE, -1, Optional.empty());
        PartReceipt absent = PartReceipt.of(PartSlot.numbered(7, -1), "", Checksums.NONE);
        refused(Failure.INVALID_PART, () -> store.complete(upload, Completion.of(List.of(one, other))));
        refused(Failure.INVALID_PART, () -> store.complete(upload, Completion.of(List.of(one, absent))));
        refused(Failure.INVALID_PART_ORDER, () -> store.complete(upload, Completion.of(List.of(two, one))));
        refused(Failure.INVALID_PART_ORDER, () -> store.complete(upload, Completion.of(List.of(one, one))));
        refused(Failure.PART_TOO_SMALL, () -> store.complete(upload, Completion.of(List.of(one, two)).withMinPart(101)));
        refused(Failure.INVALID_PART, () -> store.complete(upload, Completion.ALL.expecting(201, Checksums.NONE)));
        refused(Failure.DIGEST_MISMATCH, () -> store.complete(upload, Completion.ALL.expecting(200, Checksums.of(Digest.CRC64, "1"))));
        refused(Failure.DIGEST_MISMATCH,
            () -> store.complete(upload, Completion.ALL.expecting(200, Checksums.of(Digest.SHA1, "0".repeat(40)))));
        refused(Failure.NO_SUCH_OBJECT, () -> store.head(OBJECT, Access.NONE));
        Checksums right = sums(joined(bytes(1, 100), bytes(2, 100)));
        store.complete(upload, Completion.of(List.of(one, two)).withMinPart(100).expecting(200, right));
        assertThat(store.head(OBJECT, Access.NONE).sums()).isEqualTo(right);
    }

    @Test
    void aPartThatIsNotThereIsNamedAlsoWhenThereIsNone() {
        UploadRef upload = initiate(store, OBJECT);
        PartReceipt absent = PartReceipt.of(PartSlot.numbered(7, PartSlot.UNKNOWN), "", Checksums.NONE);
        assertThatThrownBy(() -> store.complete(upload, Completion.of(List.of(absent)))).hasMessageContaining("Part 7 is not there");
    }

    @Test
    void partsThatAreNotNamedAreDropped() throws IOException {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 100));
        PartReceipt two = part(store, upload, 1, bytes(2, 100));
        PartReceipt three = part(store, upload, 5, bytes(3, 200));
        refused(Failure.INVALID_PART, () -> store.complete(upload, Completion.ALL));
        store.complete(upload, Completion.of(List.of(two, three)));
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(2, 100), bytes(3, 200)));
        refused(Failure.NO_SUCH_UPLOAD, () -> part(store, upload, 0, bytes(1, 100)));
    }

    @Test
    void aCompleteRepeatedAnswersAsTheFirstDidEvenWhenTheObjectIsGone() {
        UploadRef upload = initiate(store, OBJECT);
        PartReceipt one = part(store, upload, 0, bytes(1, 100));
        PartReceipt two = part(store, upload, 1, bytes(2, 100));
        Completion list = Completion.of(List.of(one, two));
        ObjectReceipt first = store.complete(upload, list);
        assertThat(store.complete(upload, list)).isEqualTo(first);
        refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(upload, Completion.of(List.of(one))));

        store.put(UploadRequest.of(OBJECT), Body.of(bytes(3, 10)), Checks.NONE);
        reopen();
        assertThat(store.complete(upload, list)).isEqualTo(first);
        assertThat(store.state(upload, -1, 10).phase()).isEqualTo(UploadState.Phase.COMPLETED);
        refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(upload, Completion.of(List.of(two))));
        assertThat(read(store, OBJECT)).isEqualTo(bytes(3, 10));
        store.delete(OBJECT);
        assertThat(store.complete(upload, list)).isEqualTo(first);
        refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(new UploadRef(OBJECT, "../../format"), list));
    }

    @Test
    void anUploadThatWasAbortedIsGoneWithItsBytes() throws IOException {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 100));
        part(store, upload, 0, bytes(1, 200));
        store.abort(upload);
        assertThat(dataFiles()).isZero();
        refused(Failure.NO_SUCH_UPLOAD, () -> store.abort(upload));
        refused(Failure.NO_SUCH_UPLOAD, () -> part(store, upload, 0, bytes(1, 100)));
        refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(upload, Completion.ALL));
        refused(Failure.NO_SUCH_UPLOAD, () -> store.state(upload, -1, 1));
    }

    @Test
    void anotherObjectDoesNotKnowTheUpload() {
        UploadRef upload = initiate(store, OBJECT);
        UploadRef stranger = new UploadRef(new ObjectRef("bucket", "other"), upload.uploadId());
        refused(Failure.NO_SUCH_UPLOAD, () -> part(store, stranger, 0, bytes(1, 1)));
        refused(Failure.NO_SUCH_UPLOAD, () -> store.abort(stranger));
        store.complete(upload, Completion.ALL);
        refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(stranger, Completion.ALL));
    }

    @Test
    void aBodyThatBreaksOffLeavesNothingAndTheEarlierPartStays() throws IOException {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 300_000));
        refused(Failure.INCOMPLETE_BODY, () -> store.putPart(upload, PartSlot.numbered(0, 300_000),
            breakingAfter(bytes(2, 280_000), 300_000), ALL_DIGESTS, Access.NONE));
        refused(Failure.INCOMPLETE_BODY, () -> store.putPart(upload, PartSlot.numbered(1, 300_000),
            Body.once(new ByteArrayInputStream(bytes(2, 280_000)), 300_000), ALL_DIGESTS, Access.NONE));
        refused(Failure.INCOMPLETE_BODY, () -> store.putPart(upload, PartSlot.numbered(2, 300_000),
            Body.once(new ByteArrayInputStream(bytes(2, 280_000)), -1), ALL_DIGESTS, Access.NONE));
        refused(Failure.INVALID_ARGUMENT, () -> store.putPart(upload, PartSlot.numbered(2, 100),
            Body.once(new ByteArrayInputStream(bytes(2, 101)), -1), ALL_DIGESTS, Access.NONE));
        refused(Failure.INCOMPLETE_BODY, () -> store.put(UploadRequest.of(new ObjectRef("bucket", "broken")),
            breakingAfter(bytes(2, 280_000), 300_000), ALL_DIGESTS));
        assertThat(dataFiles()).isEqualTo(1);
        assertThat(directory.resolve("data")).isDirectoryRecursivelyContaining(file -> file.toFile().length() == 300_000);
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 300_000));
    }

    @Test
    void aWrongDigestIsRefusedAndTheEarlierPartStays() {
        UploadRef upload = initiate(store, OBJECT);
        PartReceipt good = part(store, upload, 0, bytes(1, 100));
        Checks wrong = new Checks(Set.of(), Checksums.of(Digest.MD5, md5(bytes(1, 100))));
        refused(Failure.DIGEST_MISMATCH,
            () -> store.putPart(upload, PartSlot.numbered(0, 100), Body.of(bytes(2, 100)), wrong, Access.NONE));
        refused(Failure.DIGEST_MISMATCH, () -> store.put(UploadRequest.of(OBJECT), Body.of(bytes(2, 100)), wrong));
        assertThat(store.state(upload, -1, 10).parts()).extracting(part -> part.receipt().etag()).containsExactly(good.etag());
    }

    @Test
    void anObjectWithoutBytesIsAnObject() {
        UploadRef upload = initiate(store, OBJECT);
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEmpty();
        ObjectReceipt put = store.put(UploadRequest.of(OBJECT), Body.EMPTY, ALL_DIGESTS);
        assertThat(put.sums()).isEqualTo(sums(new byte[0]));
        UploadRef second = initiate(store, OBJECT);
        part(store, second, 0, new byte[0]);
        store.complete(second, Completion.ALL);
        reopen();
        assertThat(read(store, OBJECT)).isEmpty();
        assertThat(store.delete(OBJECT)).isTrue();
        assertThat(store.delete(OBJECT)).isFalse();
    }

    @Test
    void readsRangesOfObjectsInOneFileAndInMany() {
        ObjectRef other = new ObjectRef("bucket", "many");
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 1000)), ALL_DIGESTS);
        UploadRef upload = initiate(store, other);
        for (int part = 0; part < 10; part++) {
            part(store, upload, part, bytes(99, 101));
            part(store, upload, part, Arrays.copyOfRange(bytes(1, 1000), part * 100, part * 100 + 100));
        }
        store.complete(upload, Completion.ALL);
        for (ObjectRef object : List.of(OBJECT, other)) {
            for (ByteRange range : List.of(ByteRange.ALL, new ByteRange(0, 0), new ByteRange(95, 305), new ByteRange(-1, 250),
                    ByteRange.from(999), new ByteRange(100, 199))) {
                ByteRange within = range.within(1000);
                Download download = store.get(object, range, Access.NONE);
                assertThat(download.offset()).isEqualTo(within.first());
                assertThat(download.body().length()).isEqualTo(within.length());
                assertThat(read(download))
                    .isEqualTo(Arrays.copyOfRange(bytes(1, 1000), (int) within.first(), (int) within.last() + 1));
            }
            refused(Failure.INVALID_RANGE, () -> store.get(object, ByteRange.from(1000), Access.NONE));
        }
    }

    @Test
    void whatMayNotReplaceDoesNot() {
        UploadRef early = initiate(store, UploadRequest.of(OBJECT).withReplace(false));
        UploadRef careful = initiate(store, OBJECT);
        part(store, early, 0, bytes(2, 10));
        store.put(UploadRequest.of(OBJECT).withReplace(false), Body.of(bytes(1, 10)), Checks.NONE);
        refused(Failure.ALREADY_EXISTS, () -> store.put(UploadRequest.of(OBJECT).withReplace(false), Body.EMPTY, Checks.NONE));
        refused(Failure.ALREADY_EXISTS, () -> store.initiate(UploadRequest.of(OBJECT).withReplace(false)));
        refused(Failure.ALREADY_EXISTS, () -> store.complete(early, Completion.ALL));
        refused(Failure.ALREADY_EXISTS, () -> store.complete(careful, Completion.ALL.withReplace(false)));
        assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 10));
        store.delete(OBJECT);
        store.complete(early, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(bytes(2, 10));
    }

    @Test
    void anOpenUploadIsRefusedJoinedOrReplacedAsAsked() {
        Checksums digest = Checksums.of(Digest.SHA1, "1".repeat(40));
        UploadRequest request = UploadRequest.of(OBJECT).withSize(200).withKnown(digest).withOpen(OpenUploads.JOIN);
        UploadRef first = initiate(store, request);
        part(store, first, 0, bytes(1, 100));
        reopen();
        refused(Failure.UPLOAD_OPEN, () -> store.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE)));
        assertThat(store.initiate(request)).isEqualTo(new Admission.Open(first, 0, false, 100));
        UploadRef other = initiate(store, request.withKnown(Checksums.of(Digest.SHA1, "2".repeat(40))));
        assertThat(other).isNotEqualTo(first);
        refused(Failure.NO_SUCH_UPLOAD, () -> store.state(first, -1, 1));
        store.abort(other);
        assertThat(store.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE))).isNotNull();
    }

    @Test
    void theBytesOfAnObjectBeingReadStayUntilItIsClosed() throws IOException {
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 1000)), Checks.NONE);
        Download first = store.get(OBJECT, ByteRange.ALL, Access.NONE);
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(2, 1000)), Checks.NONE);
        Download second = store.get(OBJECT, ByteRange.ALL, Access.NONE);
        store.delete(OBJECT);
        assertThat(dataFiles()).isEqualTo(2);
        assertThat(read(first)).isEqualTo(bytes(1, 1000));
        assertThat(read(second)).isEqualTo(bytes(2, 1000));
        assertThat(dataFiles()).isZero();
        refused(Failure.NO_SUCH_OBJECT, () -> store.get(OBJECT, ByteRange.ALL, Access.NONE));
    }
}
