package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to transfer. Sizes in bytes.
 *
 * @param partSize wanted length of a part; empty: 8 MiB, or the nearest the store takes. It grows where an object would have too many
 * @param parallelParts most parts of one transfer on their way at once
 * @param putThreshold bodies up to this size go in one PUT; empty: those that fit into one part
 * @param retry when to try again
 * @param checksum the digest to prove by; empty: the one by which the store proves
 * @param requireProof whether to fail rather than accept {@link Proof#SIZE_ONLY}
 * @param contentMd5 whether parts announce their MD5
 * @param onFailure what becomes of the upload after a failure
 * @param ifExists what if an object of that name exists
 * @param onSourceChanged what if the source is another one than before
 * @param deadline the longest that a transfer may take; empty: as long as it takes
 * @param completeTimeout how long to ask for the outcome of a complete that the store has not finished
 * @param maxSpool most bytes of one stream that may be kept in a temporary file
 * @param partMemory parts of streams above this size are kept in a temporary file until they are sent; empty: as memory allows
 * @param objectMd5 whether the MD5 of the whole object is taken beforehand and kept in its metadata, where the store keeps any
 * @param bandwidth the limit for one transfer
 * @param settle how long a file must have stood still before it is sent; zero: it is taken as it is
 */
public record TransferSettings(OptionalLong partSize, int parallelParts, OptionalLong putThreshold, RetryPolicy retry,
        Optional<Digest> checksum, boolean requireProof, ContentMd5 contentMd5, OnFailure onFailure, IfExists ifExists,
        OnSourceChanged onSourceChanged, Optional<Duration> deadline, Duration completeTimeout, long maxSpool,
        OptionalLong partMemory, boolean objectMd5, Bandwidth bandwidth, Duration settle) {

    /** The settings of somebody who set nothing. */
    public static final TransferSettings DEFAULT = builder().build();

    /** Whether parts announce their MD5 beforehand, so that the store refuses damaged ones. It costs a second pass over the bytes. */
    public enum ContentMd5 {
        /** Where the store checks it and has no other way to prove a part. */
        AUTO,
        /** Wherever the store checks it. */
        ALWAYS,
        /** Nowhere. */
        NEVER
    }

    /** What becomes of the upload after a failure. */
    public enum OnFailure {
        /** It stays open, to be resumed, if the same source can come again; one that nobody could resume is aborted. */
        KEEP,
        /** It is aborted. */
        ABORT
    }

    /** What if an object of that name exists. */
    public enum IfExists {
        /** It is replaced. */
        REPLACE,
        /** The transfer fails with {@link io.github.chunkupload.store.Failure#ALREADY_EXISTS}. */
        FAIL
    }

    /** What if the source of an upload was changed while it was sent, or since its first part was. The parts sent are of no use then. */
    public enum OnSourceChanged {
        /** The upload is aborted, and the transfer fails with {@link io.github.chunkupload.store.Failure#SOURCE_CHANGED}. */
        FAIL,
        /** The upload is aborted and a new one begun with the source as it is now. */
        RESTART
    }

    /** Refuses what makes no sense. */
    public TransferSettings {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(checksum, "checksum");
        Objects.requireNonNull(contentMd5, "contentMd5");
        Objects.requireNonNull(onFailure, "onFailure");
        Objects.requireNonNull(ifExists, "ifExists");
        Objects.requireNonNull(onSourceChanged, "onSourceChanged");
        Objects.requireNonNull(deadline, "deadline");
        require(partSize.orElse(1) > 0, "partSize", partSize);
        require(parallelParts > 0, "parallelParts", parallelParts);
        require(putThreshold.orElse(0) >= 0, "putThreshold", putThreshold);
        require(deadline.isEmpty() || isPositive(deadline.get()), "deadline", deadline);
        require(isPositive(completeTimeout), "completeTimeout", completeTimeout);
        require(maxSpool >= 0, "maxSpool", maxSpool);
        require(partMemory.orElse(0) >= 0, "partMemory", partMemory);
        Objects.requireNonNull(bandwidth, "bandwidth");
        require(!settle.isNegative(), "settle", settle);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /** Returns a builder with the default values. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; each method sets the component of its name. Not thread-safe. */
    public static final class Builder {

        private OptionalLong partSize = OptionalLong.empty();
        private int parallelParts = 4;
        private OptionalLong putThreshold = OptionalLong.empty();
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Optional<Digest> checksum = Optional.empty();
        private boolean requireProof;
        private ContentMd5 contentMd5 = ContentMd5.AUTO;
        private OnFailure onFailure = OnFailure.KEEP;
        private IfExists ifExists = IfExists.REPLACE;
        private OnSourceChanged onSourceChanged = OnSourceChanged.FAIL;
        private Optional<Duration> deadline = Optional.empty();
        private Duration completeTimeout = Duration.ofHours(1);
        private long maxSpool = 100L << 30;
        private OptionalLong partMemory = OptionalLong.empty();
        private boolean objectMd5;
        private Bandwidth bandwidth = Bandwidth.UNLIMITED;
        private Duration settle = Duration.ZERO;

        private Builder() {
        }

        /** Sets {@link TransferSettings#partSize()}. */
        public Builder partSize(long bytes) {
            partSize = OptionalLong.of(bytes);
            return this;
        }

        /** Sets {@link TransferSettings#parallelParts()}. */
        public Builder parallelParts(int most) {
            parallelParts = most;
            return this;
        }

        /** Sets {@link TransferSettings#putThreshold()}; 0: only empty bodies go in one PUT. */
        public Builder putThreshold(long bytes) {
            putThreshold = OptionalLong.of(bytes);
            return this;
        }

        /** Sets {@link TransferSettings#retry()}. */
        public Builder retry(RetryPolicy policy) {
            retry = policy;
            return this;
        }

        /** Sets {@link TransferSettings#checksum()}. */
        public Builder checksum(Digest digest) {
            checksum = Optional.of(digest);
            return this;
        }

        /** Sets {@link TransferSettings#requireProof()}. */
        public Builder requireProof(boolean required) {
            requireProof = required;
            return this;
        }

        /** Sets {@link TransferSettings#contentMd5()}. */
        public Builder contentMd5(ContentMd5 rule) {
            contentMd5 = rule;
            return this;
        }

        /** Sets {@link TransferSettings#onFailure()}. */
        public Builder onFailure(OnFailure rule) {
            onFailure = rule;
            return this;
        }

        /** Sets {@link TransferSettings#ifExists()}. */
        public Builder ifExists(IfExists rule) {
            ifExists = rule;
            return this;
        }

        /** Sets {@link TransferSettings#onSourceChanged()}. */
        public Builder onSourceChanged(OnSourceChanged rule) {
            onSourceChanged = rule;
            return this;
        }

        /** Sets {@link TransferSettings#deadline()}. */
        public Builder deadline(Duration longest) {
            deadline = Optional.of(longest);
            return this;
        }

        /** Sets {@link TransferSettings#completeTimeout()}. */
        public Builder completeTimeout(Duration longest) {
            completeTimeout = longest;
            return this;
        }

        /** Sets {@link TransferSettings#maxSpool()}. */
        public Builder maxSpool(long bytes) {
            maxSpool = bytes;
            return this;
        }

        /** Sets {@link TransferSettings#partMemory()}. */
        public Builder partMemory(long bytes) {
            partMemory = OptionalLong.of(bytes);
            return this;
        }

        /** Sets {@link TransferSettings#objectMd5()}. */
        public Builder objectMd5(boolean wanted) {
            objectMd5 = wanted;
            return this;
        }

        /** Sets {@link TransferSettings#bandwidth()}. */
        public Builder bandwidth(Bandwidth limit) {
            bandwidth = limit;
            return this;
        }

        /** Sets {@link TransferSettings#settle()}. */
        public Builder settle(Duration still) {
            settle = still;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException when one makes no sense; the message names it
         */
        public TransferSettings build() {
            return new TransferSettings(partSize, parallelParts, putThreshold, retry, checksum, requireProof, contentMd5, onFailure,
                ifExists, onSourceChanged, deadline, completeTimeout, maxSpool, partMemory, objectMd5, bandwidth, settle);
        }
    }
}
