package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operations cost, in calls to the disk and bytes written. */
class CostTest {

    private static final DiskSettings UNFORCED = DiskSettings.DEFAULT.withFsync(Fsync.NEVER);

    @TempDir
    private Path directory;
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private long written;
    private long dataWritten;

    private DiskStore open(DiskSettings settings) throws IOException {
        return DiskStore.open(new WatchedVolume(DirectoryVolume.open(directory), (call, name, bytes) -> {
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
    @ValueSource(ints = {10, 10_000})
    void completeWritesNoDataAndLittleElse(int parts) throws IOException {
        try (DiskStore store = open(UNFORCED)) {
            for (int first : new int[] {20, 1}) {
                UploadRef upload = initiate(store, Samples.OBJECT);
                part(store, upload, 0, Samples.bytes(0, first));
                List<PartReceipt> receipts = new ArrayList<>();
                for (int part = 0; part < parts; part++) {
                    receipts.add(part(store, upload, part, Samples.bytes(part, 20)));
                }
                forget();
                store.complete(upload, Completion.of(receipts));
                assertThat(dataWritten).as("bytes of data, after a first part of %s bytes", first).isZero();
                assertThat(written).as("bytes in all").isLessThan(64L * parts + 64 * 1024);
                assertThat(calls.get(Call.RENAME)).as("renames").isEqualTo(1);
            }
            assertThat(read(store, Samples.OBJECT)).startsWith(Samples.bytes(0, 20)).hasSize(20 * parts);
        }
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
