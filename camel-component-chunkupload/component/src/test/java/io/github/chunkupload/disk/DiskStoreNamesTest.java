package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreNamesTest {

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

    @Test
    void storesEveryKeyThatUnicodeAllows() {
        List<String> keys = List.of("dir one/a+b~*&中.bin", "../../etc/passwd", "a//b", ".", "..", "/", "dir/", "😀", "a".repeat(1024));
        for (String key : keys) {
            store.put(UploadRequest.of(new ObjectRef("b", key)), Body.of(key.getBytes(StandardCharsets.UTF_8)), Checks.NONE);
        }
        for (String key : keys) {
            assertThat(read(store, new ObjectRef("b", key))).asString(StandardCharsets.UTF_8).isEqualTo(key);
            refused(Failure.NO_SUCH_OBJECT, () -> store.head(new ObjectRef("c", key), Access.NONE));
        }
        for (String key : List.of("", "a\0b", "\uD800", "a".repeat(1025), "中".repeat(342))) {
            refused(Failure.INVALID_KEY, () -> store.initiate(UploadRequest.of(new ObjectRef("b", key))));
            refused(Failure.INVALID_KEY, () -> store.put(UploadRequest.of(new ObjectRef("b", key)), Body.EMPTY, Checks.NONE));
        }
        for (String bucket : List.of("", "a\0b", "a".repeat(256))) {
            refused(Failure.INVALID_BUCKET, () -> store.initiate(UploadRequest.of(new ObjectRef(bucket, "key"))));
        }
    }

    @Test
    void uploadIdsLookLikeThoseOfCos() {
        assertThat(initiate(store, OBJECT).uploadId()).matches("[0-9]{10}[0-9a-f]{64}");
    }

    @Test
    void aSecondOpenerIsRefusedByName() {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> DiskStore.open(directory, DiskSettings.DEFAULT))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.CONFLICT))
            .withMessageContaining(directory.getFileName().toString()).withMessageNotContaining(directory.getParent().toString());
        part(store, initiate(store, OBJECT), 0, bytes(1, 10));
    }

    @Test
    void aNewerFormatAndAForeignDirectoryAreRefused(@TempDir Path other) throws IOException {
        store.close();
        Files.writeString(directory.resolve("format"), "camel-chunkupload disk store, format 3\n");
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> DiskStore.open(directory, DiskSettings.DEFAULT))
            .withMessageContaining("newer version").satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.UNSUPPORTED));
        Files.createDirectories(other.resolve("uploads"));
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> DiskStore.open(other, DiskSettings.DEFAULT))
            .withMessageContaining("it is not a store");
        Files.writeString(directory.resolve("format"), "camel-chunkupload disk store, format 1\n");
        open();
    }
}
