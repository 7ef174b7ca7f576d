package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one directory. */
@Timeout(60)
class OtherProcessTest {

    /** Opens the store named by the argument, sends a part and waits to be killed. */
    static final class Holder {

        private Holder() {
        }

        public static void main(String[] arguments) throws IOException {
            DiskStore store = DiskStore.open(Path.of(arguments[0]), DiskSettings.DEFAULT);
            UploadRef upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
            System.out.println(upload.uploadId());
            System.out.flush();
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    @Test
    void aDirectoryInUseIsRefusedByNameAndFreeAgainWhenItsOwnerIsKilled(@TempDir Path directory) throws Exception {
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Holder.class.getName(), directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            String uploadId = holder.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(uploadId).hasSize(74);
            Samples.refused(Failure.CONFLICT, () -> DiskStore.open(directory, DiskSettings.DEFAULT));
            assertThat(refusal(directory)).contains("process " + holder.pid()).doesNotContain(directory.getParent().toString());
            holder.destroyForcibly();
            assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
            try (DiskStore store = DiskStore.open(directory, DiskSettings.DEFAULT)) {
                assertThat(store.state(new UploadRef(OBJECT, uploadId), -1, 10).contiguous()).isEqualTo(100);
            }
        } finally {
            holder.destroyForcibly();
        }
    }

    private static String refusal(Path directory) {
        try (DiskStore store = DiskStore.open(directory, DiskSettings.DEFAULT)) {
            return "opened " + store;
        } catch (UploadException e) {
            return e.getMessage();
        }
    }
}
