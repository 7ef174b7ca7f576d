package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import java.util.EnumSet;
import java.util.Set;

/**
 * What to check while bytes are taken. A body that differs from {@code expect} is refused with {@link Failure#DIGEST_MISMATCH}, and
 * what was stored in its place before stays.
 *
 * @param compute digests the receipt must tell
 * @param expect values the bytes must have; they are computed whether or not {@code compute} names them
 */
public record Checks(Set<Digest> compute, Checksums expect) {

    /** Nothing asked, nothing expected. */
    public static final Checks NONE = new Checks(Set.of(), Checksums.NONE);

    /** Keeps a copy. */
    public Checks {
        compute = Set.copyOf(compute);
    }

    /** Returns checks that only compute {@code digests}. */
    public static Checks computing(Digest... digests) {
        return new Checks(Set.of(digests), Checksums.NONE);
    }

    /** Returns these checks, computing {@code digests} too. */
    public Checks and(Set<Digest> digests) {
        EnumSet<Digest> all = EnumSet.noneOf(Digest.class);
        all.addAll(compute);
        all.addAll(digests);
        return new Checks(all, expect);
    }

    /** Returns every digest that has to be taken: those asked for and those expected. */
    public Set<Digest> all() {
        EnumSet<Digest> all = EnumSet.noneOf(Digest.class);
        all.addAll(compute);
        all.addAll(expect.known());
        return all;
    }

    /**
     * Compares what was taken with what was expected.
     *
     * @throws UploadException with {@link Failure#DIGEST_MISMATCH} that tells both values
     */
    public void verify(Checksums taken) {
        expect.contradiction(taken).ifPresent(d -> {
            throw UploadException.of(Failure.DIGEST_MISMATCH, "The bytes received have " + d.token() + " "
                + taken.get(d).orElse("") + ", but " + expect.get(d).orElse("") + " was announced");
        });
    }
}
