package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferSettings;
import io.github.chunkupload.transfer.UploadJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The suite over {@link Transfer} itself. */
class FaultSuiteTest extends FaultSuite {

    private static final String ENDPOINT = "http://gateway.example";

    @Override
    protected Sending sending(FaultyGateway gateway, UploadJournal journal, Path spool) {
        return new ByTransfer(gateway, journal, spool, Executors.newFixedThreadPool(Sending.PARALLEL));
    }

    private record ByTransfer(FaultyGateway gateway, UploadJournal journal, Path spool, ExecutorService pool) implements Sending {

        @Override
        public void send(Errand errand) throws IOException {
            TransferSettings settings = TransferSettings.builder().partSize(Wire.PART).parallelParts(PARALLEL).retry(errand.retry())
                .deadline(DEADLINE).completeTimeout(Duration.ofSeconds(10)).build();
            Transfer transfer = Transfer.on(gateway.client()).endpoint(ENDPOINT).settings(settings).journal(journal).executor(pool)
                .spoolDirectory(spool).timing(Sending.hasty()).build();
            try (Source source = Source.of(errand.file())) {
                transfer.upload(UploadRequest.of(errand.object()), source, errand.listener());
            }
        }

        @Override
        public void close() {
            pool.shutdown();
            try {
                assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).as("all parts have ended").isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError("Interrupted", e);
            }
        }
    }
}
