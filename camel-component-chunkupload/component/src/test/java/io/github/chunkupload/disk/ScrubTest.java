package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.KEY;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Damage;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ScrubReport;
import io.github.chunkupload.store.Scrubbing;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking through the objects of a real directory for bytes that are no longer what was stored. */
class ScrubTest {

    private static final int SIZE = 700_000;
    private static final Checks CRC64 = Checks.computing(Digest.CRC64);

    @TempDir
    private Path directory;
    private DiskStore store;

    @BeforeEach
    void open() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        close();
        open();
    }

    private static ObjectRef object(String key) {
        return new ObjectRef("bucket", key);
    }

    private void put(String key, Access access) {
        store.put(UploadRequest.of(object(key)).withAccess(access), Body.of(bytes(key.hashCode(), SIZE)), CRC64);
    }

    private void put(String key) {
        put(key, Access.NONE);
    }

    private void upload(String key) {
        UploadRef upload = initiate(store, object(key));
        part(store, upload, 1, bytes(1, SIZE));
        part(store, upload, 0, bytes(2, 1000));
        store.complete(upload, Completion.ALL);
    }

    /** Returns the data file with most bytes of an object. */
    private Path file(ObjectRef object) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(Version.dataDirectory(Version.hash(object))))) {
            return files.filter(file -> file.getFileName().toString().startsWith(Version.hash(object)))
                .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length())).orElseThrow();
        }
    }

    private Path record(ObjectRef object) {
        return directory.resolve(Version.objectRecord(Version.hash(object)));
    }

    private static void change(Path file, UnaryOperator<byte[]> change) throws IOException {
        Files.write(file, change.apply(Files.readAllBytes(file)));
    }

    private static UnaryOperator<byte[]> flipped(int position) {
        return bytes -> {
            bytes[position] ^= 1;
            return bytes;
        };
    }

    private Scrubbing scrubbing() {
        return store.capability(Scrubbing.class).orElseThrow();
    }

    /** Counts what a pass reads, and stops it after some bytes. */
    private static final class Watching implements Scrubbing.Watcher {

        private final long most;
        private final List<String> found = new ArrayList<>();
        private long read;

        Watching(long most) {
            this.most = most;
        }

        @Override
        public boolean await(int bytes) {
            read += bytes;
            return read <= most;
        }

        @Override
        public void found(Damage damage) {
            found.add(damage.name());
        }
    }

    private ScrubReport scrub() {
        return scrubbing().scrub(new Watching(Long.MAX_VALUE));
    }

    private List<String> damaged() {
        return scrub().damaged().stream().map(damage -> damage.name() + ": " + damage.what()).toList();
    }

    @Test
    void wholeObjectsAreReadOnceAndNothingIsFound() {
        put("one");
        upload("two");
        Watching watching = new Watching(Long.MAX_VALUE);
        ScrubReport report = scrubbing().scrub(watching);

        assertThat(report.objects()).isEqualTo(2);
        assertThat(report.bytes()).isEqualTo(2 * SIZE + 1000);
        assertThat(watching.read).isBetween(report.bytes(), report.bytes() + 50_000);
        assertThat(report.damaged()).isEmpty();
        assertThat(report.unproved()).isZero();
        assertThat(report.ended()).isPresent();
        assertThat(scrubbing().report()).isEqualTo(report);
    }

    @Test
    void oneFlippedBitIsFoundWhereverItIsAndNamesItsObject() throws IOException {
        put("whole");
        put("flipped");
        upload("in parts");
        change(file(object("flipped")), flipped(SIZE - 1));
        change(file(object("in parts")), flipped(3));

        assertThat(damaged()).hasSize(2).anySatisfy(line -> assertThat(line)
                .startsWith("bucket/flipped: The object is damaged: its 700000 bytes have crc64 ").endsWith(" was stored"))
            .anySatisfy(line -> assertThat(line).startsWith("bucket/in parts: The object is damaged: its 701000 bytes have crc64 "));
        assertThat(read(store, object("whole"))).hasSize(SIZE);
    }

    @Test
    void bytesThatAreNotAllThereAreFound() throws IOException {
        put("short");
        put("gone");
        change(file(object("short")), bytes -> Arrays.copyOf(bytes, SIZE - 1));
        Files.delete(file(object("gone")));
        assertThat(damaged()).containsExactlyInAnyOrder(
            "bucket/gone: The object is damaged: bytes 0 to 699999 are gone: they lay in data file 0",
            "bucket/short: The object is damaged: bytes 0 to 699999 are not all there: data file 0 is too short");
    }

    @Test
    void aDamagedRecordIsNamedByItsFile() throws IOException {
        put("one");
        put("other");
        change(record(object("one")), flipped(20));
        assertThat(damaged()).singleElement().asString()
            .startsWith(Version.objectRecord(Version.hash(object("one"))) + ": Its record is damaged: ");
    }

    @Test
    void aPassThatWasBrokenOffGoesOnBehindTheLastObjectItRead() throws IOException {
        for (int i = 0; i < 8; i++) {
            put("object " + i);
        }
        change(file(object("object 5")), flipped(0));
        List<String> found = new ArrayList<>();
        ScrubReport report = ScrubReport.NONE;
        long read = 0;
        for (int runs = 0; report.ended().isEmpty(); runs++) {
            assertThat(runs).isLessThan(8);
            Watching some = new Watching(2 * SIZE);
            report = scrubbing().scrub(some);
            found.addAll(some.found);
            read += some.read;
            reopen();
        }
        assertThat(report.objects()).isEqualTo(8);
        assertThat(found).containsExactly("bucket/object 5");
        assertThat(report.damaged()).singleElement().satisfies(damage -> assertThat(damage.name()).isEqualTo("bucket/object 5"));
        assertThat(read).isLessThan(2 * 8 * SIZE);
    }

    @Test
    void whatWasFoundIsKnownAfterARestartUntilItIsReplacedOrDeleted() throws IOException {
        put("replaced");
        put("deleted");
        put("healed");
        for (String key : List.of("replaced", "deleted", "healed")) {
            change(file(object(key)), flipped(7));
        }
        assertThat(damaged()).hasSize(3);
        reopen();
        assertThat(scrubbing().report().damaged()).hasSize(3);

        put("replaced");
        store.delete(object("deleted"));
        assertThat(scrubbing().report().damaged()).singleElement().extracting(Damage::name).isEqualTo("bucket/healed");
        change(file(object("healed")), flipped(7));
        assertThat(damaged()).isEmpty();
    }

    @Test
    void aChecksumIsTakenOfAnObjectThatHasNone() throws IOException {
        put("edited");
        store.capability(Editing.class).orElseThrow().write(object("edited"), 10, Body.of(bytes(4, 10)), Checks.NONE);
        assertThat(store.head(object("edited"), Access.NONE).sums().isEmpty()).isTrue();
        assertThat(damaged()).isEmpty();
        assertThat(store.head(object("edited"), Access.NONE).sums().known()).containsExactly(Digest.CRC64);
        change(file(object("edited")), flipped(5000));
        assertThat(damaged()).hasSize(1);
    }

    @Test
    void encryptedObjectsAreCountedAsUnprovedAndMissedWhereBytesAre() throws IOException {
        put("sealed", KEY);
        put("cut", KEY);
        put("gone", KEY);
        ScrubReport report = scrub();
        assertThat(report.unproved()).isEqualTo(3);
        assertThat(report.damaged()).isEmpty();

        change(file(object("cut")), bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        Files.delete(file(object("gone")));
        assertThat(damaged()).satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("bucket/cut: The object is damaged: data file 0 is too short: it has "),
            line -> assertThat(line).isEqualTo("bucket/gone: The object is damaged: data file 0 is gone"));
        assertThat(read(store, object("sealed"), KEY)).hasSize(SIZE);
    }

    @Test
    void emptyObjectsAreWholeEncryptedOrNot() {
        store.put(UploadRequest.of(object("plain")), Body.EMPTY, Checks.NONE);
        store.put(UploadRequest.of(object("sealed")).withAccess(KEY), Body.EMPTY, Checks.NONE);
        assertThat(damaged()).isEmpty();
    }

    @Test
    void eachBucketHasPassesOfItsOwn() throws IOException {
        put("a");
        store.put(UploadRequest.of(new ObjectRef("other", "b")), Body.of(bytes(3, SIZE)), Checks.NONE);
        change(file(object("a")), flipped(9));
        Scrubbing other = scrubbing().within("other");
        ScrubReport report = other.scrub(new Watching(Long.MAX_VALUE));
        assertThat(report.objects()).isEqualTo(1);
        assertThat(report.damaged()).isEmpty();
        assertThat(scrubbing().report()).isEqualTo(ScrubReport.NONE);
        assertThat(scrubbing().within("bucket").scrub(new Watching(Long.MAX_VALUE)).damaged()).hasSize(1);
        assertThat(scrubbing().within("other")).isSameAs(other);
    }

    @Test
    void aDamagedNoteBeginsAPassAnew() throws IOException {
        put("a");
        scrub();
        try (Stream<Path> notes = Files.list(directory.resolve("scrub"))) {
            change(notes.findFirst().orElseThrow(), flipped(9));
        }
        reopen();
        assertThat(scrubbing().report()).isEqualTo(ScrubReport.NONE);
        assertThat(scrub().objects()).isEqualTo(1);
    }
}
