package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts uploads that nobody has sent to for a time, and so frees their space. One to which a part is being sent is never aborted, however
 * long that takes. It looks when it is started and then ten times in that time, between once a minute and once a day; each look costs
 * little more than the number of open uploads. Closing ends it.
 */
public final class Expiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final Upkeep upkeep;
    private final Duration after;
    private final Clock clock;
    private final Runnable then;
    private ScheduledFuture<?> looks;

    /**
     * Makes an expiry that does nothing until it is started.
     *
     * @param then is run after each look
     */
    public Expiry(Upkeep upkeep, Duration after, Clock clock, Runnable then) {
        if (after.isNegative() || after.isZero()) {
            throw new IllegalArgumentException("Uploads expire after some time, not after " + after);
        }
        this.upkeep = upkeep;
        this.after = after;
        this.clock = clock;
        this.then = then;
    }

    /** Looks now and then by {@code timer}; each look is short, but for the files of what expires. */
    public synchronized void start(ScheduledExecutorService timer) {
        long every = Math.max(60_000, Math.min(Duration.ofDays(1).toMillis(), after.toMillis() / 10));
        looks = timer.scheduleWithFixedDelay(this::look, 0, every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("Looking for abandoned uploads failed; it is tried again later", e);
        }
    }

    /**
     * Looks once.
     *
     * @return what was aborted
     * @throws UploadException when the store fails
     */
    public List<UploadInfo> run() {
        Instant before = clock.instant().minus(after);
        List<UploadInfo> expired = upkeep.expire(upload -> true, before);
        for (UploadInfo upload : expired) {
            LOG.info("The upload {} of {} was aborted: nothing came for {}, and it was opened at {}", upload.upload().uploadId(),
                LogText.of(upload.upload().object()), after, upload.initiated());
        }
        then.run();
        return expired;
    }

    @Override
    public synchronized void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}
