package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.partAt;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations cost, in calls to the disk and bytes written. */
class CostTest {

    private static final DiskSettings UNFORCED = DiskSettings.DEFAULT.withFsync(Fsync.NEVER);

    @TempDir
    private Path directory;
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private long written;
    private long dataWritten;

    /** How parts come, and which of them the object is made of. */
    private enum Way {
        /** All of one size and each in its place: cos and cdcs as their SDKs send, in whichever order. */
        EVEN,
        /** Each larger than the first, so that none has a place in the common file. */
        LARGER_THAN_THE_FIRST,
        /** Every other of those that were sent: qingstor. */
        EVERY_OTHER,
        /** By offset: cayman, cos-slice v2. */
        BY_OFFSET,
        /** By offset, from the end, with the SHA-1 of the whole expected, which has to be read: cos-slice v1. */
        BACKWARDS
    }

    private DiskStore open(DiskSettings settings) throws IOException {
        return open(DirectoryVolume.open(directory), settings);
    }

    private DiskStore open(Volume volume, DiskSettings settings) throws IOException {
        return DiskStore.open(new WatchedVolume(volume, (call, name, bytes) -> {
            calls.merge(call, 1, Integer::sum);
            written += bytes;
            dataWritten += name.startsWith(Version.DATA) ? bytes : 0;
        }), settings);
    }

    private void forget() {
        calls.clear();
        written = 0;
        dataWritten = 0;
    }

    @ParameterizedTest
    @MethodSource("waysAndParts")
    void completeWritesNoDataAndLittleElse(Way way, int parts, boolean toARoute) throws IOException {
        try (DiskStore store = open(new MemoryVolume(), DiskSettings.DEFAULT)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            UploadRef upload = initiate(store, Samples.OBJECT);
            Completion completion = send(store, upload, way, parts, content);
            forget();
            if (toARoute) {
                Staging staging = store.capability(Staging.class).orElseThrow();
                staging.publish(staging.assemble(upload, completion).id());
            } else {
                store.complete(upload, completion);
            }
            assertThat(dataWritten).as("bytes of data").isZero();
            assertThat(written).as("bytes in all").isPositive().isLessThan(64L * parts + 64 * 1024);
            assertThat(calls.get(Call.RENAME)).as("renames").isEqualTo(toARoute ? 2 : 1);
            assertThat(read(store, Samples.OBJECT)).isEqualTo(content.toByteArray());
        }
    }

    private static Stream<Arguments> waysAndParts() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(10, 10_000)
            .flatMap(parts -> Stream.of(false, true).map(toARoute -> Arguments.of(way, parts, toARoute))));
    }

    /** Sends the parts of an object of {@code parts} parts, and returns what completes it. */
    private static Completion send(DiskStore store, UploadRef upload, Way way, int parts, ByteArrayOutputStream content) {
        if (way == Way.LARGER_THAN_THE_FIRST) {
            part(store, upload, 0, new byte[1]);
        }
        List<byte[]> bytes = IntStream.range(0, parts).mapToObj(part -> Samples.bytes(part, 20)).toList();
        bytes.forEach(content::writeBytes);
        List<PartReceipt> receipts = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            switch (way) {
                case EVERY_OTHER -> {
                    receipts.add(part(store, upload, 2 * part, bytes.get(part)));
                    part(store, upload, 2 * part + 1, new byte[20]);
                }
                case BY_OFFSET -> partAt(store, upload, 20L * part, bytes.get(part));
                case BACKWARDS -> partAt(store, upload, 20L * (parts - 1 - part), bytes.get(parts - 1 - part));
                default -> receipts.add(part(store, upload, part, bytes.get(part)));
            }
        }
        Checksums sha1 = Checksums.of(Digest.SHA1, Samples.sums(content.toByteArray()).get(Digest.SHA1).orElseThrow());
        return way == Way.BACKWARDS ? Completion.ALL.expecting(20L * parts, sha1) : Completion.of(receipts);
    }

    @Test
    void aDurablePartIsForcedTwiceAndNamedOnce() throws IOException {
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            UploadRef upload = initiate(store, Samples.OBJECT);
            part(store, upload, 0, Samples.bytes(0, 1000));
            forget();
            part(store, upload, 1, Samples.bytes(1, 1000));
            assertThat(calls).containsEntry(Call.FORCE, 2).doesNotContainKey(Call.SYNC).doesNotContainKey(Call.CREATE);
        }
    }

    @Test
    void listingUploadsReadsNothing() throws IOException {
        try (DiskStore store = open(UNFORCED)) {
            IntStream.range(0, 3000).forEach(i -> initiate(store, new ObjectRef("bucket", "key " + i)));
        }
        try (DiskStore store = open(UNFORCED)) {
            forget();
            int found = 0;
            Page<UploadInfo> page = store.uploads(UploadQuery.prefix("bucket", "key"));
            for (found = page.items().size(); page.next().isPresent(); found += page.items().size()) {
                page = store.uploads(UploadQuery.prefix("bucket", "key").after(page.next().get()));
            }
            assertThat(found).isEqualTo(3000);
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void anObjectThatLiesTogetherIsNotCopiedBeforeItIsHandedOver() throws IOException {
        try (DiskStore store = open(UNFORCED)) {
            UploadRef upload = initiate(store, Samples.OBJECT);
            part(store, upload, 0, Samples.bytes(0, 1000));
            part(store, upload, 1, Samples.bytes(1, 1000));
            Staging staging = store.capability(Staging.class).orElseThrow();
            String id = staging.assemble(upload, Completion.ALL).id();
            forget();
            assertThat(read(staging.open(id))).hasSize(2000);
            staging.publish(id);
            assertThat(dataWritten).isZero();
        }
    }
}
