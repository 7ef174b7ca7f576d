package io.github.chunkupload.faults;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.Timing;
import io.github.chunkupload.transfer.TransferListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One of the ways in which a user has a file uploaded. */
public interface Sending extends AutoCloseable {

    /** Most parts of one upload on their way. */
    int PARALLEL = 3;

    /** The longest that one upload may take. */
    Duration DEADLINE = Duration.ofSeconds(30);

    /**
     * What is wanted.
     *
     * @param retry {@link RetryPolicy#DEFAULT} or {@link RetryPolicy#NEVER}
     * @param listener is told how it goes on
     */
    record Errand(ObjectRef object, Path file, RetryPolicy retry, TransferListener listener) {
    }

    /**
     * Returns when the object is there.
     *
     * @throws io.github.chunkupload.store.UploadException when it is not
     */
    void send(Errand errand) throws Exception;

    /** Fails if anything still goes on. */
    @Override
    void close();

    /** Time for transfers that wait shorter than they want to. */
    static Timing hasty() {
        return new Timing(Timing.SYSTEM.clock(), new Random(20261121), Sending::blink);
    }

    private static void blink(Duration asked) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.min(3, asked.toMillis()));
    }
}
