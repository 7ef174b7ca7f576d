package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUpload;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.FinishRequest;
import io.github.chunkupload.transfer.Finisher;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.PartSender;
import io.github.chunkupload.transfer.Site;
import io.github.chunkupload.transfer.Timing;
import io.github.chunkupload.transfer.TransferSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The operations on uploads, one step each: what a route drives by itself, for example with a splitter and an aggregator. */
final class UploadOperations {

    private static final Duration STALE = Duration.ofDays(7);
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final Requests requests;
    private final TransferSettings settings;
    private final Site site;
    private final Clock clock;
    private final Predicate<UploadRef> running;

    UploadOperations(ObjectStore store, Requests requests, TransferSettings settings, Site site, Clock clock,
            Predicate<UploadRef> running) {
        this.store = store;
        this.requests = requests;
        this.settings = settings;
        this.site = site;
        this.clock = clock;
        this.running = running;
    }

    void initiate(Exchange exchange) {
        StoreTraits traits = store.traits(requests.bucket(exchange));
        UploadRequest wish = requests.wish(exchange, traits).withKnown(requests.expected(exchange));
        long size = requests.number(exchange, ChunkUploadConstants.OBJECT_SIZE, -1);
        long partSize = requests.number(exchange, ChunkUploadConstants.PART_SIZE, 0);
        wish = size < 0 ? wish : wish.withSize(size);
        wish = traits.fitted(wish);
        Admission admission = store.initiate(partSize > 0 ? wish.withPartSize(partSize) : wish);
        Message message = exchange.getMessage();
        if (admission instanceof Admission.Open open) {
            message.setHeader(ChunkUploadConstants.UPLOAD_ID, open.upload().uploadId());
            message.setHeader(ChunkUploadConstants.PART_SIZE, open.partSize());
            message.setHeader(ChunkUploadConstants.OFFSET, open.contiguous());
        } else if (admission instanceof Admission.Done done) {
            message.removeHeader(ChunkUploadConstants.UPLOAD_ID);
            Results.object(message, done.object());
        }
    }

    void uploadPart(Exchange exchange) throws Exception {
        UploadRef upload = requests.upload(exchange);
        PartSlot slot = requests.slot(exchange, PartSlot.UNKNOWN);
        try (Source source = BodySources.open(exchange)) {
            long length = source.size().orElse(PartSlot.UNKNOWN);
            Body body = source.randomAccess() ? source.region(0, length) : new SequentialBody(source, length);
            PartSender sender = new PartSender(store, upload, requests.access(), settings, Timing.SYSTEM, site, part -> { });
            ConfirmedPart part = sender.send(slot.withLength(length), body, requests.expected(exchange));
            Proofs.require(settings, part.proof());
            Results.part(exchange.getMessage(), PartReceipt.of(part.slot(), part.etag(), part.sums()), part.proof());
            sender.finished().ifPresent(done -> Results.object(exchange.getMessage(), done));
        }
    }

    void listParts(Exchange exchange) {
        UploadRef upload = requests.upload(exchange);
        int after = requests.count(exchange, ChunkUploadConstants.AFTER, -1);
        int limit = requests.count(exchange, ChunkUploadConstants.LIMIT, 0);
        UploadState state = limit > 0 ? store.state(upload, after, limit) : whole(upload, after);
        exchange.getMessage().setBody(state);
    }

    private UploadState whole(UploadRef upload, int after) {
        UploadState page = store.state(upload, after, PAGE);
        List<StoredPart> parts = new ArrayList<>(page.parts());
        while (page.truncated()) {
            page = store.state(upload, parts.get(parts.size() - 1).receipt().slot().index(), PAGE);
            parts.addAll(page.parts());
        }
        return new UploadState(page.upload(), page.phase(), parts, false, page.contiguous(), page.metadata(), page.initiated());
    }

    void complete(Exchange exchange) {
        UploadRef upload = requests.upload(exchange);
        if (exchange.getMessage().getHeader(ChunkUploadConstants.COMPLETION) instanceof Completion wish) {
            Results.object(exchange.getMessage(), store.complete(upload, wish));
            return;
        }
        List<PartReceipt> parts = requests.receipts(exchange);
        boolean measured = !parts.isEmpty() && parts.stream().allMatch(part -> part.slot().length() >= 0);
        long size = requests.number(exchange, ChunkUploadConstants.OBJECT_SIZE, -1);
        if (measured) {
            finish(exchange, upload, ledger(parts, size));
        } else {
            Completion wish = Completion.of(parts).withReplace(requests.replaces(exchange));
            Completion whole = size < 0 ? wish : wish.expecting(size, requests.expected(exchange));
            Results.object(exchange.getMessage(), store.complete(upload, whole));
        }
    }

    private static Ledger ledger(List<PartReceipt> parts, long size) {
        Ledger ledger = Ledger.of(parts);
        if (size >= 0 && ledger.size().orElse(size) != size) {
            throw UploadException.of(Failure.INVALID_PART, "The parts have " + ledger.size().getAsLong() + " bytes together, but "
                + ChunkUploadConstants.OBJECT_SIZE + " says " + size);
        }
        return ledger;
    }

    private void finish(Exchange exchange, UploadRef upload, Ledger ledger) {
        FinishRequest request = new FinishRequest(upload, ledger, requests.expected(exchange), "", requests.access(),
            requests.replaces(exchange), false);
        Finisher.Finished finished = new Finisher(store, settings, Timing.SYSTEM, site).finish(request);
        Results.object(exchange.getMessage(), finished.receipt());
        exchange.getMessage().setHeader(ChunkUploadConstants.PARTS, ledger.receipts().size());
        exchange.getMessage().setHeader(ChunkUploadConstants.PROOF, finished.proof().token());
    }

    void abort(Exchange exchange) {
        boolean aborted = abort(requests.upload(exchange));
        exchange.getMessage().setHeader(ChunkUploadConstants.ABORTED, aborted ? 1 : 0);
    }

    private boolean abort(UploadRef upload) {
        try {
            store.abort(upload);
            return true;
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD) {
                throw e;
            }
            return false;
        }
    }

    void listUploads(Exchange exchange) {
        UploadQuery query = query(exchange);
        Object after = exchange.getMessage().getHeader(ChunkUploadConstants.AFTER);
        int limit = requests.count(exchange, ChunkUploadConstants.LIMIT, 0);
        Marker start = after instanceof Marker marker ? marker : Marker.START;
        Optional<OpenUpload> byKey = !query.exact() || store.traits(query.bucket()).listsUploads() ? Optional.empty()
            : store.capability(OpenUpload.class);
        Page<UploadInfo> page = byKey.isPresent() ? one(byKey.get().of(requests.object(exchange)))
            : limit > 0 ? store.uploads(query.after(start).limit(limit)) : all(query.after(start));
        exchange.getMessage().setBody(page);
    }

    private static Page<UploadInfo> one(Optional<UploadInfo> upload) {
        return new Page<>(upload.stream().toList(), List.of(), Optional.empty());
    }

    private UploadQuery query(Exchange exchange) {
        boolean exact = exchange.getMessage().getHeader(ChunkUploadConstants.PREFIX) == null
            && exchange.getMessage().getHeader(ChunkUploadConstants.KEY) != null;
        UploadQuery all = exact ? UploadQuery.of(requests.object(exchange))
            : UploadQuery.prefix(requests.bucket(exchange), requests.prefix(exchange));
        return new UploadQuery(all.bucket(), all.prefix(), exact, requests.text(exchange, ChunkUploadConstants.DELIMITER, ""),
            all.after(), all.limit());
    }

    private Page<UploadInfo> all(UploadQuery query) {
        List<UploadInfo> uploads = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Optional<Marker> next = Optional.of(query.after());
        while (next.isPresent()) {
            Page<UploadInfo> page = store.uploads(query.after(next.get()));
            uploads.addAll(page.items());
            prefixes.addAll(page.prefixes());
            next = page.next();
        }
        return new Page<>(uploads, prefixes, Optional.empty());
    }

    void abortStale(Exchange exchange) {
        Instant limit = clock.instant().minus(requests.duration(exchange, ChunkUploadConstants.OLDER_THAN, STALE));
        int aborted = 0;
        for (UploadInfo info : all(UploadQuery.prefix(requests.bucket(exchange), requests.prefix(exchange))).items()) {
            if (info.initiated().isBefore(limit) && !running.test(info.upload()) && abort(info.upload())) {
                aborted++;
            }
        }
        exchange.getMessage().setHeader(ChunkUploadConstants.ABORTED, aborted);
    }
}
