package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.TransferSettings.ContentMd5;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which checksums are taken of the bytes, so that the store's answer proves them at the least cost, and what an answer proves.
 *
 * @param taken digests taken while the bytes are sent
 * @param announces whether the MD5 is told beforehand
 */
record ProofRule(Set<Digest> taken, boolean announces) {

    private static final int HASH_BUFFER = 256 * 1024;

    static ProofRule of(TransferSettings settings, StoreTraits traits) {
        boolean wanted = switch (settings.contentMd5()) {
            case ALWAYS -> true;
            case AUTO -> traits.partProof().isEmpty();
            case NEVER -> false;
        };
        return new ProofRule(taken(settings, traits), wanted && traits.partChecks().contains(Digest.MD5));
    }

    /**
     * The CRC64 of the parts is taken beside another that is wanted, where it proves the object and the store may not know the other:
     * else that one is enough, because complete names the parts that it proved. Nothing is taken where the object is proved by what had
     * to be taken of it before its first byte was sent.
     */
    private static Set<Digest> taken(TransferSettings settings, StoreTraits traits) {
        Set<Digest> taken = EnumSet.noneOf(Digest.class);
        boolean provedAhead = traits.objectProof().filter(traits.digestFirst()::contains).isPresent();
        Optional<Digest> first = settings.checksum().or(traits::partProof);
        first.or(() -> provedAhead ? Optional.empty() : Optional.of(Digest.CRC64)).ifPresent(taken::add);
        boolean enough = settings.checksum().filter(traits.partChecks()::contains).isPresent();
        if (!enough && traits.objectProof().filter(Digest.CRC64::equals).isPresent()) {
            taken.add(Digest.CRC64);
        }
        return taken;
    }

    /**
     * The rule for a body in one PUT, where no list can disprove what arrived: its MD5 is told beforehand also where the answer proves
     * nothing of an object, and where a damaged object could never be replaced.
     */
    static ProofRule ofPut(TransferSettings settings, StoreTraits traits) {
        ProofRule ofParts = of(settings, traits);
        boolean needed = traits.objectProof().isEmpty() || !traits.overwrites();
        boolean wanted = needed && settings.contentMd5() == ContentMd5.AUTO && traits.partChecks().contains(Digest.MD5);
        return new ProofRule(ofParts.taken(), wanted || ofParts.announces());
    }

    /** Returns what is told before the bytes; reads the body where that is a checksum and the body can be read again. */
    Checksums announced(Body body) throws IOException {
        return announces && body.repeatable() ? hash(body, EnumSet.of(Digest.MD5)) : Checksums.NONE;
    }

    /** Returns the checks to send a part with. */
    Checks checks(Checksums announced) {
        return new Checks(taken, announced);
    }

    /**
     * Compares what was sent with what the store told of it.
     *
     * @throws UploadException with {@link Failure#DIGEST_MISMATCH} or {@link Failure#INCOMPLETE_BODY} when they differ
     */
    Proof judge(HashedBody sent, Checksums announced, Checksums told, long toldLength) {
        if (!sent.isComplete()) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The store confirmed before it had read all bytes");
        }
        if (toldLength >= 0 && toldLength != sent.bytes()) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The store confirmed " + toldLength + " of " + sent.bytes() + " bytes");
        }
        return judge(sent.sums().and(announced), announced, told);
    }

    /** Compares checksums of the same bytes, taken here and told by the store. */
    static Proof judge(Checksums taken, Checksums announced, Checksums told) {
        taken.contradiction(told).ifPresent(digest -> {
            throw UploadException.of(Failure.DIGEST_MISMATCH, "The store has " + digest.token() + " " + told.get(digest).orElse("")
                + ", but " + taken.get(digest).orElse("") + " was sent");
        });
        return taken.agreement(told).map(Proof::by).orElse(announced.isEmpty() ? Proof.SIZE_ONLY : Proof.CONTENT_MD5);
    }

    /** Reads a body for its checksums. */
    static Checksums hash(Body body, Set<Digest> digests) throws IOException {
        if (digests.isEmpty()) {
            return Checksums.NONE;
        }
        Hashing hashing = new Hashing(digests);
        byte[] bytes = new byte[HASH_BUFFER];
        try (InputStream in = body.open()) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                hashing.update(bytes, 0, read);
            }
        }
        return hashing.finish();
    }
}
