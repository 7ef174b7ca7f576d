package io.github.chunkupload.component;

import io.github.chunkupload.transfer.JournalEntry;
import io.github.chunkupload.transfer.Orphans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Warns about uploads left open, which somebody pays for: those that are older than a limit, and those that could not be aborted. It is
 * never down for that: a node that uploads well is not to be taken out of service because of what it could not clean up.
 */
final class OpenUploadsHealthCheck extends RegisteredHealthCheck {

    static final String ID = "chunkupload-open-uploads";

    private final Journals journals;
    private final Duration limit;
    private final Clock clock;

    OpenUploadsHealthCheck(Journals journals, Duration limit, Clock clock) {
        super(ID);
        this.journals = journals;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).up();
        List<JournalEntry> entries = journals.entries();
        Instant old = clock.instant().minus(limit);
        long stale = entries.stream().filter(entry -> entry.begun().isBefore(old)).count();
        long orphans = entries.stream().filter(entry -> entry.phase() == JournalEntry.Phase.ABORTING && Orphans.isOrphan(entry)).count();
        result.detail("chunkupload.open", entries.size()).detail("chunkupload.stale", stale).detail("chunkupload.notAborted", orphans);
        if (stale + orphans > 0) {
            result.message("Uploads were left open: " + stale + " for more than " + limit.toHours() + " h, and " + orphans
                + " could not be aborted");
        }
        return result.build();
    }
}
