package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.KEY;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an encrypted object gives when somebody has been at its files: its own bytes up to there, and then a named failure. */
class DamagedBytesTest {

    private static final int CHUNK = ChunkCipher.CHUNK;
    private static final int SEALED = ChunkCipher.SEALED;
    private static final int SALT = ChunkCipher.SALT;
    private static final byte[] FIRST = bytes(1, 3 * CHUNK);
    private static final byte[] SECOND = bytes(2, 2 * CHUNK + 100);
    private static final byte[] WHOLE = joined(FIRST, SECOND);

    @TempDir
    private Path directory;
    private DiskStore store;

    @BeforeEach
    void store() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        upload(OBJECT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void upload(ObjectRef object) {
        UploadRef upload = initiate(store, UploadRequest.of(object).withAccess(KEY));
        part(store, upload, 0, FIRST, KEY);
        part(store, upload, 1, SECOND, KEY);
        store.complete(upload, Completion.ALL);
    }

    /** Returns the two data files of an object, in order. */
    private List<Path> files(ObjectRef object) throws IOException {
        Map<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Version.parse(file.getFileName().toString()).filter(f -> f.version().object().equals(Version.hash(object)))
                    .ifPresent(f -> found.put(f.number(), file));
            }
        }
        return List.copyOf(found.values());
    }

    /** Changes the data file of a part and looks what is read; then puts it right again. */
    private void damaged(int part, int intact, UnaryOperator<byte[]> damage) throws IOException {
        Path file = files(OBJECT).get(part);
        byte[] right = Files.readAllBytes(file);
        Files.write(file, damage.apply(right.clone()));
        corruptAfter(intact);
        Files.write(file, right);
        assertThat(read(store, OBJECT, KEY)).isEqualTo(WHOLE);
    }

    private void corruptAfter(int intact) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Failure kind = null;
        try (Download download = store.get(OBJECT, ByteRange.ALL, KEY); InputStream in = download.body().open()) {
            in.transferTo(got);
        } catch (UploadException e) {
            kind = e.kind();
        } catch (IOException e) {
            kind = ((UploadException) e.getCause()).kind();
        }
        assertThat(kind).isEqualTo(Failure.CORRUPT);
        assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(WHOLE, intact));
    }

    private static UnaryOperator<byte[]> flipped(int position) {
        return bytes -> {
            bytes[position] ^= 0x10;
            return bytes;
        };
    }

    private static UnaryOperator<byte[]> cut(int length) {
        return bytes -> Arrays.copyOf(bytes, length);
    }

    @Test
    void aFlippedBitAnywhere() throws IOException {
        damaged(0, 0, flipped(0));
        damaged(0, 0, flipped(SALT));
        damaged(0, 0, flipped(SALT + SEALED - 1));
        damaged(0, CHUNK, flipped(SALT + SEALED));
        damaged(0, 2 * CHUNK, flipped(SALT + 3 * SEALED - 1));
        damaged(1, 3 * CHUNK, flipped(SALT - 1));
        damaged(1, 5 * CHUNK, flipped(SALT + 2 * SEALED));
        damaged(1, 5 * CHUNK, flipped(SALT + 2 * SEALED + 115));
    }

    @Test
    void aFileCutOffAnywhere() throws IOException {
        damaged(0, 2 * CHUNK, cut(SALT + 3 * SEALED - 1));
        damaged(0, CHUNK, cut(SALT + 2 * SEALED));
        damaged(0, 0, cut(SALT + SEALED));
        damaged(0, 0, cut(SALT + 10));
        damaged(0, 0, cut(SALT));
        damaged(0, 0, cut(0));
        damaged(1, 4 * CHUNK, cut(SALT + 2 * SEALED));
        damaged(1, 5 * CHUNK, cut(SALT + 2 * SEALED + 16));
        damaged(1, 5 * CHUNK, cut(SALT + 2 * SEALED + 15));
    }

    @Test
    void bytesBehindTheEnd() throws IOException {
        damaged(1, 5 * CHUNK, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
        damaged(0, 2 * CHUNK, bytes -> Arrays.copyOf(bytes, bytes.length + SEALED));
    }

    @Test
    void chunksThatChangedPlaces() throws IOException {
        damaged(0, 0, bytes -> joined(Arrays.copyOf(bytes, SALT), Arrays.copyOfRange(bytes, SALT + SEALED, SALT + 2 * SEALED),
            Arrays.copyOfRange(bytes, SALT, SALT + SEALED), Arrays.copyOfRange(bytes, SALT + 2 * SEALED, bytes.length)));
        damaged(0, CHUNK, bytes -> joined(Arrays.copyOf(bytes, SALT + SEALED), Arrays.copyOfRange(bytes, SALT, SALT + SEALED),
            Arrays.copyOfRange(bytes, SALT + 2 * SEALED, bytes.length)));
    }

    @Test
    void filesThatChangedPlaces() throws IOException {
        Path first = files(OBJECT).get(0);
        Path second = files(OBJECT).get(1);
        Path between = directory.resolve("between");
        Files.move(first, between);
        Files.move(second, first);
        Files.move(between, second);
        corruptAfter(0);
    }

    @Test
    void aFileOfAnotherUploadOfTheSameBytesUnderTheSameKey() throws IOException {
        ObjectRef twin = new ObjectRef("bucket", "twin");
        upload(twin);
        byte[] same = Files.readAllBytes(files(twin).get(1));
        damaged(1, 3 * CHUNK, bytes -> same);
    }

    @Test
    void aRangeOfOtherChunksIsReadAllTheSame() throws IOException {
        Path file = files(OBJECT).get(0);
        Files.write(file, flipped(SALT + SEALED).apply(Files.readAllBytes(file)));
        assertThat(read(store.get(OBJECT, new ByteRange(0, CHUNK - 1), KEY))).isEqualTo(Arrays.copyOf(WHOLE, CHUNK));
        assertThat(read(store.get(OBJECT, new ByteRange(2 * CHUNK, Long.MAX_VALUE), KEY)))
            .isEqualTo(Arrays.copyOfRange(WHOLE, 2 * CHUNK, WHOLE.length));
    }
}
