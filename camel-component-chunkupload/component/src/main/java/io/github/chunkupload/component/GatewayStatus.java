package io.github.chunkupload.component;

import io.github.chunkupload.gateway.Relay;
import io.github.chunkupload.gateway.Scrubber;
import io.github.chunkupload.gateway.Tally;
import io.github.chunkupload.store.Damage;
import io.github.chunkupload.store.ScrubReport;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.Vitals;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * How one gateway is: what health check, JMX, console and meters tell of it.
 *
 * @param route the id of its route
 * @param name protocol and bucket, as in its URI
 * @param tally what it did since it was started
 * @param vitals how its store is, or the store behind its route
 * @param backlog how many objects wait to be delivered
 * @param scrubber who looks for damaged objects; empty: there are none to look at
 * @param relays of its protocols, where each call is passed on; empty: none is
 */
record GatewayStatus(String route, String name, Tally tally, Vitals vitals, IntSupplier backlog, Optional<Scrubber> scrubber,
        List<Relay> relays) {

    /** What the number of a thing is when it cannot be told. */
    static final int UNKNOWN = -1;

    int requestsInWork() {
        return tally.inWork();
    }

    int outboxBacklog() {
        return backlog.getAsInt();
    }

    int uploadsOpen() {
        return vitals.openUploads(bucket -> true);
    }

    long usableSpace() {
        try {
            long space = vitals.usableSpace();
            return space == Long.MAX_VALUE ? UNKNOWN : space;
        } catch (UploadException e) {
            return UNKNOWN;
        }
    }

    /** Returns how far uploads are, the latest opened first. */
    List<UploadProgress> progress(int most) {
        return vitals.progress(bucket -> true, most);
    }

    /** Returns what is not relayed, and why, for people. */
    List<String> refusals() {
        return relays.stream().flatMap(relay -> relay.refusals().stream()).toList();
    }

    /** Returns whether no protocol at all is relayed to any bucket that was asked for. */
    boolean isUseless() {
        return !relays.isEmpty() && relays.stream().noneMatch(relay -> relay.refusals().isEmpty());
    }

    /** Returns object, upload id and how much is there, for people. */
    static String text(UploadProgress progress) {
        return progress.upload().object() + " upload " + progress.upload().uploadId() + ": " + progress.stored() + " of "
            + (progress.size().isPresent() ? progress.size().getAsLong() : "?") + " bytes, since " + progress.initiated();
    }

    /** Returns what looking for damage has come to. */
    ScrubReport scrubbed() {
        try {
            return scrubber.map(Scrubber::report).orElse(ScrubReport.NONE);
        } catch (UploadException e) {
            return ScrubReport.NONE;
        }
    }

    int damaged() {
        return scrubbed().damaged().size();
    }

    long objectsScrubbed() {
        return scrubbed().objects();
    }

    /** Returns the same for people. */
    String scrubText() {
        ScrubReport report = scrubbed();
        return report.begun().map(begun -> report.objects() + " objects of " + report.bytes() + " bytes read again since " + begun
            + report.ended().map(ended -> ", until " + ended).orElse("") + ", " + report.damaged().size() + " damaged, "
            + report.unproved() + " encrypted").orElse("");
    }

    /** Returns the name of what is damaged, and how, for people. */
    static String text(Damage damage) {
        return damage.name() + ": " + damage.what() + " (" + damage.found() + ")";
    }

    String lastError() {
        return tally.lastFault().map(Tally.Fault::toString).orElse("");
    }
}
