package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Sends a small body in one PUT: no upload is opened, and no journal written. */
final class OneShot {

    private final Session session;
    private UploadRequest request;
    private final ProofRule rule;
    private final SourceWatch watch;
    private final String tag;
    private Checksums sent = Checksums.NONE;

    OneShot(Session session, UploadRequest request, SourceWatch watch) {
        boolean replaces = session.replaces(request);
        this.session = session;
        this.tag = replaces ? "" : UUID.randomUUID().toString();
        UploadRequest fitted = session.traits().fitted(request);
        this.request = replaces ? fitted : session.marked(fitted.withReplace(false), tag);
        this.rule = ProofRule.ofPut(session.settings(), session.traits());
        this.watch = watch.strict();
    }

    /** Sends {@code body}, which is repeatable and of known length. */
    TransferResult put(Body body) {
        Set<Digest> digests = session.beforehand();
        digests.addAll(request.known().known());
        if (!digests.isEmpty()) {
            Checksums whole = hash(body, digests);
            Finisher.requireKnown(request.known(), whole);
            request = session.knowing(request, whole);
        }
        PartSlot all = new PartSlot(0, 0, body.length());
        ObjectReceipt receipt = send(body);
        Ledger ledger = new Ledger(OptionalLong.of(body.length()));
        ledger.confirm(new ConfirmedPart(all, receipt.etag(), sent, Proof.SIZE_ONLY));
        FinishRequest asked = new FinishRequest(new UploadRef(request.object(), ""), ledger, request.known().and(sent), tag,
            request.access(), request.replace(), false);
        Finisher.Finished finished = session.finisher().accept(asked, receipt);
        session.listener().partSent(all, body.length(), body.length());
        ObjectReceipt told = session.told(receipt, request);
        return new TransferResult(told, body.length(), 0, 0, 0, finished.proof(), "", session.retries().elapsed());
    }

    private Checksums hash(Body body, Set<Digest> digests) {
        try {
            return ProofRule.hash(body, digests);
        } catch (IOException e) {
            throw watch.unreadable(e);
        }
    }

    private ObjectReceipt send(Body body) {
        boolean doubt = false;
        for (int attempt = 1;; attempt++) {
            session.retries().check();
            try {
                return once(body);
            } catch (UploadException e) {
                boolean lost = e.remedy() == Remedy.RECONNECT || e.kind() == Failure.OUTCOME_UNKNOWN || e.kind() == Failure.INTERNAL;
                doubt |= lost;
                try {
                    session.retries().pause("put", attempt, e);
                } catch (UploadException over) {
                    return settled(doubt, body.length(), over);
                }
            }
        }
    }

    private ObjectReceipt once(Body body) {
        GuardedBody guarded = new GuardedBody(body, watch);
        HashedBody hashed = new HashedBody(session.pace().of(guarded), rule.taken());
        try {
            Checksums announced = rule.announced(guarded);
            ObjectReceipt receipt = session.store().put(request.withSize(body.length()), hashed, rule.checks(announced));
            rule.judge(hashed, announced, receipt.sums(), receipt.size());
            return receipt;
        } catch (UploadException e) {
            throw guarded.causeOf(e);
        } catch (IOException e) {
            throw guarded.causeOf(watch.unreadable(e));
        } finally {
            sent = hashed.isComplete() ? hashed.sums() : sent;
        }
    }

    /** Looks whether an attempt whose answer was lost made the object. */
    private ObjectReceipt settled(boolean doubt, long size, UploadException over) {
        if (!doubt || over.kind() == Failure.SOURCE_CHANGED || over.kind() == Failure.CANCELLED) {
            throw over;
        }
        try {
            return new Settlement(session.store()).ofObject(request.object(), request.access(), tag, size, sent).orElseThrow(() -> over);
        } catch (UploadException e) {
            if (e != over) {
                over.addSuppressed(e);
            }
            throw over;
        }
    }
}
