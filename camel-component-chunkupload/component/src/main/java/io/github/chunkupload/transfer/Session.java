package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Preview;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.TransferSettings.ContentMd5;
import io.github.chunkupload.transfer.TransferSettings.IfExists;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One transfer: what it was asked, and what it works with.
 *
 * @param tools those of all transfers
 * @param traits the facts about the store
 * @param retries of this transfer
 * @param listener of this transfer
 * @param pace of this transfer
 */
record Session(Tools tools, StoreTraits traits, Retries retries, TransferListener listener, Pace pace) {

    /** The name of the MD5 of the whole object in the user's metadata. */
    static final String MD5 = Metadata.NOTE + "md5";

    /** What a {@link Transfer} was built with. */
    record Tools(ObjectStore store, String endpoint, TransferSettings settings, UploadJournal journal, Executor executor,
            BufferPool buffers, Path spoolDirectory, Timing timing, Site site, Throttle throttle) {
    }

    /** Returns the store with the gate of its endpoint in front. */
    ObjectStore store() {
        return new GatedStore(tools.store(), retries);
    }

    TransferSettings settings() {
        return tools.settings();
    }

    ProofRule proofRule() {
        return ProofRule.of(settings(), traits);
    }

    Finisher finisher() {
        return new Finisher(tools.store(), settings(), retries);
    }

    /** Returns the part size that is wished for. */
    long partSize(UploadRequest request) {
        return request.partSize().orElseGet(() -> settings().partSize().orElseGet(() -> PartPlan.defaultPartSize(traits)));
    }

    /** Returns the most bytes that go in one PUT. */
    long putLimit(UploadRequest request) {
        return Math.min(traits.maxPut(), settings().putThreshold().orElseGet(() -> partSize(request)));
    }

    /** Returns whether a body of {@code size} bytes goes in one PUT. */
    boolean fitsPut(long size, UploadRequest request) {
        return traits.maxPut() > 0 && size <= putLimit(request);
    }

    boolean replaces(UploadRequest request) {
        return request.replace() && settings().ifExists() == IfExists.REPLACE;
    }

    /**
     * Returns the checksums that are needed before the first byte is sent and the request does not tell: those of {@code remembered},
     * else taken by reading the source once more.
     */
    Checksums needed(UploadRequest request, Source source, SourceWatch watch, Checksums remembered) {
        Set<Digest> missing = beforehand();
        missing.removeAll(request.known().known());
        if (remembered.known().containsAll(missing)) {
            return remembered;
        }
        try {
            Body whole = source.region(0, source.size().orElseThrow());
            Optional<Preview> preview = missing.isEmpty() ? Optional.empty() : store().capability(Preview.class);
            return preview.isPresent() ? preview.get().preview(request, whole) : ProofRule.hash(whole, missing);
        } catch (IOException e) {
            throw watch.unreadable(e);
        }
    }

    /** Returns the digests of the whole that are needed before the first byte is sent. */
    Set<Digest> beforehand() {
        Set<Digest> digests = EnumSet.noneOf(Digest.class);
        digests.addAll(traits.digestFirst());
        if (settings().objectMd5()) {
            digests.add(Digest.MD5);
        }
        return digests;
    }

    /** Returns {@code request} with checksums of the whole; the MD5 goes into the metadata if that is wanted and the store keeps any. */
    UploadRequest knowing(UploadRequest request, Checksums sums) {
        UploadRequest known = request.withKnown(request.known().and(sums));
        Optional<String> md5 = known.known().get(Digest.MD5).filter(value -> settings().objectMd5() && traits.metadata().user());
        return md5.map(value -> known.withMetadata(known.metadata().withUser(MD5, value))).orElse(known);
    }

    /** Returns {@code receipt} with the MD5 of the whole, if that was wanted. */
    ObjectReceipt told(ObjectReceipt receipt, UploadRequest request) {
        Optional<String> md5 = request.known().get(Digest.MD5).filter(value -> settings().objectMd5());
        return md5.map(value -> new ObjectReceipt(receipt.object(), receipt.size(), receipt.etag(),
            receipt.sums().with(Digest.MD5, value), receipt.location())).orElse(receipt);
    }

    /** Returns {@code request} with a mark of ours, where the store keeps one. */
    UploadRequest marked(UploadRequest request, String tag) {
        return traits.metadata().user() ? request.withMetadata(request.metadata().withUser(FinishRequest.TAG, tag)) : request;
    }

    Instant now() {
        return tools.timing().clock().instant();
    }

    PartWindow window(boolean serial) {
        return new PartWindow(tools.executor(), serial || traits.serial() ? 1 : settings().parallelParts(), retries);
    }

    /**
     * Gives an upload up, trying more than once, also when the transfer itself is over time or interrupted.
     *
     * @throws UploadException when it could not be; an upload that is gone already is no failure
     */
    void abort(UploadRef upload) {
        if (!traits.aborts()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        TransferSettings patient = TransferSettings.builder().retry(settings().retry()).contentMd5(ContentMd5.NEVER).build();
        Retries again = new Retries(patient, tools.timing(), listener, tools.site());
        try {
            abort(upload, again);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void abort(UploadRef upload, Retries again) {
        for (int attempt = 1;; attempt++) {
            try {
                new GatedStore(tools.store(), again).abort(upload);
                return;
            } catch (UploadException e) {
                if (e.kind() == Failure.NO_SUCH_UPLOAD || e.remedy() == Remedy.RESTART_UPLOAD) {
                    return;
                }
                again.pause("abort", attempt, e);
            }
        }
    }
}
