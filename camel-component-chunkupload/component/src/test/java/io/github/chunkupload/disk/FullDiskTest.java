package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without space: said by name, and nothing half-done takes space. */
class FullDiskTest {

    @TempDir
    private Path directory;
    private DiskStore store;
    private String full = "nothing";

    @BeforeEach
    void open() throws IOException {
        store = DiskStore.open(new WatchedVolume(DirectoryVolume.open(directory), (call, name, bytes) -> {
            if (call == Call.WRITE && name.startsWith(full)) {
                throw new WatchedVolume.HalfWritten("No space left on device");
            }
        }), DiskSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Map<Path, Long> files() {
        Map<Path, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(file -> files.put(file, file.toFile().length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private void fails(String where, ThrowingCallable call) {
        Map<Path, Long> before = files();
        full = where;
        refused(Failure.STORAGE_FULL, call);
        full = "nothing";
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void noPartNoUploadAndNoObjectTakesSpaceWhenItFailed() {
        UploadRef upload = initiate(store, OBJECT);
        part(store, upload, 0, bytes(1, 600_000));
        store.put(UploadRequest.of(OBJECT), Body.of(bytes(9, 10)), Checks.NONE);

        fails("uploads", () -> initiate(store, OBJECT));
        fails("data", () -> part(store, upload, 1, bytes(2, 600_000)));
        fails("data", () -> part(store, upload, 0, bytes(2, 600_000)));
        fails("uploads", () -> part(store, upload, 1, bytes(2, 600_000)));
        fails("uploads", () -> part(store, upload, 0, bytes(2, 600_000)));
        fails("data", () -> store.put(UploadRequest.of(OBJECT), Body.of(bytes(2, 600_000)), Checks.NONE));
        fails("objects", () -> store.put(UploadRequest.of(OBJECT), Body.of(bytes(2, 600_000)), Checks.NONE));
        fails("objects", () -> store.complete(upload, Completion.ALL));

        assertThat(read(store, OBJECT)).isEqualTo(bytes(9, 10));
        part(store, upload, 1, bytes(3, 100));
        store.complete(upload, Completion.ALL);
        assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(1, 600_000), bytes(3, 100)));
    }
}
