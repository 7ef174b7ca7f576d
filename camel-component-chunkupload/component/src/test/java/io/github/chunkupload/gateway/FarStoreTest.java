package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a store elsewhere by what is passed on to it. */
class FarStoreTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket", "object");

    @TempDir
    private Path directory;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private DiskStore disk;
    private FarStore far;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        far = new FarStore(disk, clock());
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private Clock clock() {
        return new TestClock(() -> now);
    }

    private UploadRef begin(String key) {
        return ((Admission.Open) far.initiate(UploadRequest.of(new ObjectRef("bucket", key)))).upload();
    }

    private void part(UploadRef upload, int index, int bytes) {
        far.putPart(upload, PartSlot.numbered(index, bytes), Body.of(new byte[bytes]), Checks.NONE, Access.NONE);
    }

    @Test
    void aStoreThatDoesNotAnswerIsToldOfForAMinute() {
        assertThatThrownBy(() -> far.head(OBJECT, Access.NONE)).isInstanceOf(UploadException.class);
        assertThatCode(far::probe).as("a refusal is an answer").doesNotThrowAnyException();
        disk.close();
        assertThatThrownBy(() -> far.head(OBJECT, Access.NONE)).hasMessageContaining("closed");
        assertThatThrownBy(far::probe).hasMessageContaining("closed");
        now = now.plus(Duration.ofSeconds(59));
        assertThatThrownBy(far::probe).hasMessageContaining("closed");
        now = now.plus(Duration.ofSeconds(1));
        assertThatCode(far::probe).doesNotThrowAnyException();
    }

    @Test
    void theLatestUploadsComeFirstAndAPartSentTwiceCountsOnce() {
        UploadRef first = begin("first");
        part(first, 0, 10);
        part(first, 1, 5);
        part(first, 0, 7);
        begin("second");
        assertThat(far.progress(any -> true, 1)).singleElement().extracting(UploadProgress::upload)
            .satisfies(upload -> assertThat(upload.object().key()).isEqualTo("second"));
        assertThat(far.progress(any -> true, 10)).hasSize(2).last().extracting(UploadProgress::stored).isEqualTo(12L);
        assertThat(far.openUploads(any -> true)).isEqualTo(2);
        assertThat(far.openUploads("other"::equals)).isZero();
    }

    @Test
    void anUploadThatIsGoneElsewhereIsForgottenWhenSomethingIsSentToIt() {
        UploadRef upload = begin("a");
        disk.abort(upload);
        assertThat(far.openUploads(any -> true)).isEqualTo(1);
        assertThatThrownBy(() -> part(upload, 0, 1)).isInstanceOf(UploadException.class);
        assertThat(far.openUploads(any -> true)).isZero();
    }

    @Test
    void anUploadOpenedElsewhereIsKnownFromItsFirstPartOn() {
        UploadRef upload = ((Admission.Open) disk.initiate(UploadRequest.of(OBJECT))).upload();
        assertThat(far.openUploads(any -> true)).isZero();
        part(upload, 3, 9);
        assertThat(far.progress(any -> true, 10)).singleElement().extracting(UploadProgress::stored).isEqualTo(9L);
    }
}
