package io.github.chunkupload.component;

import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.TransferSettings;
import java.util.EnumSet;
import java.util.Set;

/** Which checksums prove a body that goes in one request, and what the answer proved. */
final class Proofs {

    private Proofs() {
    }

    /** Returns the digests to take while sending. */
    static Set<Digest> digests(TransferSettings settings, StoreTraits traits) {
        return EnumSet.of(settings.checksum().or(traits::objectProof).or(traits::partProof).orElse(Digest.CRC64));
    }

    /**
     * Compares what was sent with what the store told.
     *
     * @throws UploadException with {@link Failure#DIGEST_MISMATCH} when they differ
     */
    static Proof judge(HashedBody sent, Checksums told) {
        if (!sent.isComplete()) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The store confirmed before it had read all bytes");
        }
        sent.sums().contradiction(told).ifPresent(digest -> {
            throw UploadException.of(Failure.DIGEST_MISMATCH, "The store has " + digest.token() + " " + told.get(digest).orElse("")
                + ", but " + sent.sums().get(digest).orElse("") + " was sent");
        });
        return sent.sums().agreement(told).map(Proof::by).orElse(Proof.SIZE_ONLY);
    }

    /**
     * Refuses {@link Proof#SIZE_ONLY} where proof is demanded.
     *
     * @throws UploadException with {@link Failure#UNPROVED}
     */
    static void require(TransferSettings settings, Proof proof) {
        if (settings.requireProof() && proof == Proof.SIZE_ONLY) {
            throw UploadException.of(Failure.UNPROVED, "The store confirmed by size only, and requireProof demands a checksum");
        }
    }
}
