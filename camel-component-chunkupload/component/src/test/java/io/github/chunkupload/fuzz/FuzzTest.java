package io.github.chunkupload.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Verify;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No request brings a server out of its composure: no error that is not the client's, no hang, no byte read of a request that nobody
 * signed, no file beside the data directory, no memory that stays, and a store that opens and verifies in the end.
 *
 * <p>A failure names seed and number of the request and shows it. {@code -Dfuzz.seed=… -Dfuzz.requests=…} plays the requests up to it
 * again.
 */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FuzzTest {

    private static final int FACTOR = Integer.getInteger("soak.factor", 1);
    private static final long SEED = Long.getLong("fuzz.seed", 20261128);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", FACTOR == 1 ? 1000 : 10_000 * FACTOR);
    private static final int WARM = 10_000;
    private static final long GROWTH = 8 << 20;

    @TempDir(factory = InMemory.class)
    private Path directory;

    /** Makes the directory in memory where the system has a place for that: many small files are slow on a disk that others use. */
    static final class InMemory implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory) ? Files.createTempDirectory(memory, "chunkupload-fuzz") : Files.createTempDirectory("fuzz");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRequestBringsAServerOutOfItsComposure(FuzzedServer server) throws IOException {
        Path data = directory.resolve("data");
        Path beside = Files.writeString(directory.resolve("beside"), "untouched");
        Set<Path> spools = spools();
        try (Fuzz fuzz = new Fuzz(server.dialect(), data, SEED)) {
            boolean measured = REQUESTS > WARM;
            fuzz.play(measured ? WARM : REQUESTS);
            if (measured) {
                long start = live();
                fuzz.play(REQUESTS - WARM);
                assertThat(live() - start).as("bytes that stay, of %s", server).isLessThan(GROWTH);
            }
            System.out.println(server + ": " + fuzz.coverage());
            assertThat(fuzz.coverage().signedAfterwards()).as("requests spoilt, then signed").isGreaterThan(REQUESTS / 2);
            assertThat(fuzz.coverage().reachedLessThan(REQUESTS > WARM ? REQUESTS / 100 : 1)).as(fuzz.coverage().toString()).isEmpty();
        }
        assertThat(beside).hasContent("untouched");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(data, beside);
        }
        await().untilAsserted(() -> assertThat(spools).as("temporary files").containsAll(spools()));
        verify(data);
    }

    private static Set<Path> spools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return Set.copyOf(files.filter(file -> file.getFileName().toString().endsWith(".form")).toList());
        }
    }

    private static long live() {
        MemoryUsage usage = null;
        for (int i = 0; i < 4; i++) {
            System.gc();
            usage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        }
        return usage.getUsed();
    }

    private static void verify(Path data) {
        try (DiskStore disk = DiskStore.open(data, DiskSettings.DEFAULT.withFsync(Fsync.NEVER))) {
            Verify verify = disk.capability(Verify.class).orElseThrow();
            for (BucketInfo bucket : disk.capability(Buckets.class).orElseThrow().buckets()) {
                List<ObjectInfo> objects = disk.capability(Listing.class).orElseThrow()
                    .objects(ObjectQuery.prefix(bucket.name(), "").limit(1000)).items();
                objects.forEach(object -> verify.verify(object.object(), Set.of(Digest.MD5), Access.NONE));
            }
        }
    }
}
