package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links that somebody put into the data directory: none is followed, neither to read nor to write nor to delete. */
@DisabledOnOs(OS.WINDOWS)
class PlantedLinksTest {

    @TempDir
    private Path directory;
    private Path data;
    private Path outside;

    @BeforeEach
    void makeRoom() throws IOException {
        data = directory.resolve("data directory");
        outside = Files.createDirectory(directory.resolve("outside"));
    }

    private DiskStore open() {
        return DiskStore.open(data, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
    }

    private Path only(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    /** Moves a file or a folder out of the data directory, and leaves a link to it in its place. */
    private Path replaced(Path inside) throws IOException {
        Path target = outside.resolve(inside.getFileName());
        Files.move(inside, target);
        Files.createSymbolicLink(inside, target);
        return target;
    }

    private static UploadException failure(Runnable work) {
        UploadException failure = catchThrowableOfType(UploadException.class, work::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "data"})
    void aLinkInPlaceOfAFileOfAnObjectIsNotRead(String folder) throws IOException {
        try (DiskStore store = open()) {
            store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 1000)), Checks.NONE);
            replaced(only(folder));
            assertThat(failure(() -> read(store, OBJECT)).kind()).isEqualTo(Failure.INTERNAL);
        }
        try (DiskStore store = open()) {
            assertThat(failure(() -> read(store, OBJECT)).kind()).isEqualTo(Failure.INTERNAL);
        }
    }

    @Test
    void aLinkInPlaceOfTheBytesOfAnUploadIsNotWrittenTo() throws IOException {
        try (DiskStore store = open()) {
            UploadRef upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 1000));
            Path target = replaced(only("data"));
            assertThat(failure(() -> part(store, upload, 1, bytes(2, 1000))).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(target).hasBinaryContent(bytes(1, 1000));
        }
    }

    @Test
    void aLinkInPlaceOfAnUploadsLogIsNeitherReadNorWrittenTo() throws IOException {
        UploadRef upload;
        try (DiskStore store = open()) {
            upload = initiate(store, OBJECT);
        }
        Path target = replaced(only("uploads"));
        byte[] before = Files.readAllBytes(target);
        assertThat(failure(() -> open().close()).kind()).isEqualTo(Failure.INTERNAL);
        assertThat(target).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "data", "uploads"})
    void aLinkInPlaceOfAFolderStopsTheOpening(String folder) throws IOException {
        try (DiskStore store = open()) {
            store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 10)), Checks.NONE);
            store.initiate(UploadRequest.of(new ObjectRef(OBJECT.bucket(), "open")));
        }
        replaced(data.resolve(folder));
        assertThat(failure(() -> open().close())).hasMessageContaining("'" + folder + "'").hasMessageContaining("symbolic link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "data"})
    void aLinkInPlaceOfAnInnerFolderIsNotWrittenThrough(String folder) throws IOException {
        try (DiskStore store = open()) {
            store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 10)), Checks.NONE);
            Path target = replaced(only(folder).getParent());
            List<Path> before = files(target);
            assertThat(failure(() -> store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 20)), Checks.NONE)).getMessage()).isNotEmpty();
            assertThat(failure(() -> read(store, OBJECT)).getMessage()).isNotEmpty();
            assertThat(files(target)).isEqualTo(before);
        }
        assertThat(failure(() -> open().close())).hasMessageContaining("symbolic link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "format"})
    void aLinkInPlaceOfTheStoresOwnFileStopsTheOpeningAndItsTargetStays(String name) throws IOException {
        open().close();
        Path target = Files.writeString(outside.resolve("precious"), "precious");
        Files.delete(data.resolve(name));
        Files.createSymbolicLink(data.resolve(name), target);
        assertThat(failure(() -> open().close()).kind()).isIn(Failure.INTERNAL, Failure.UNSUPPORTED);
        assertThat(target).hasContent("precious");
        assertThat(Files.isSymbolicLink(data.resolve(name))).isTrue();
    }

    @Test
    void theDataDirectoryItselfMayBeALink() throws IOException {
        Path target = Files.createDirectory(directory.resolve("another disk"));
        Files.createSymbolicLink(data, target);
        try (DiskStore store = open()) {
            UploadRef upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 10));
            store.complete(upload, Completion.ALL);
            assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 10));
        }
    }

    private static List<Path> files(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.sorted().toList();
        }
    }
}
