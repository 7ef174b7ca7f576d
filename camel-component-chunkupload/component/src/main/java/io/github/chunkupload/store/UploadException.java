package io.github.chunkupload.store;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The one exception of this project: a {@link Failure} with what the store said of it. Its message is for people, names no secret
 * and no path of the machine; programs look at {@link #kind()} and {@link #remedy()}.
 */
public final class UploadException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Failure kind;
    private final Remedy remedy;
    private final String protocolCode;
    private final int httpStatus;
    private final String requestId;
    private final Instant serverDate;
    private final Duration retryAfter;

    private UploadException(Builder builder) {
        super(builder.message, builder.cause);
        this.kind = builder.kind;
        this.remedy = builder.remedy;
        this.protocolCode = builder.protocolCode;
        this.httpStatus = builder.httpStatus;
        this.requestId = builder.requestId;
        this.serverDate = builder.serverDate;
        this.retryAfter = builder.retryAfter;
    }

    /** Returns an exception without more to tell. */
    public static UploadException of(Failure kind, String message) {
        return builder(kind, message).build();
    }

    /** Returns an exception with a cause. */
    public static UploadException of(Failure kind, String message, Throwable cause) {
        return builder(kind, message).cause(cause).build();
    }

    /** Returns a builder. */
    public static Builder builder(Failure kind, String message) {
        return new Builder(kind, message);
    }

    /** Returns what went wrong. */
    public Failure kind() {
        return kind;
    }

    /** Returns what to do about it. */
    public Remedy remedy() {
        return remedy;
    }

    /** Returns the protocol's own code, empty when there is none. */
    public String protocolCode() {
        return protocolCode;
    }

    /** Returns the HTTP status, 0 when there was no answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Returns the store's id of the request, for its support; empty when there is none. */
    public String requestId() {
        return requestId;
    }

    /** Returns the store's clock, where the answer told it. */
    public Optional<Instant> serverDate() {
        return Optional.ofNullable(serverDate);
    }

    /** Returns how long the store asked us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Collects what an exception tells. */
    public static final class Builder {

        private final Failure kind;
        private final String message;
        private Remedy remedy;
        private String protocolCode = "";
        private int httpStatus;
        private String requestId = "";
        private Instant serverDate;
        private Duration retryAfter;
        private Throwable cause;

        private Builder(Failure kind, String message) {
            this.kind = Objects.requireNonNull(kind);
            this.message = message;
            this.remedy = kind.remedy();
        }

        /** Overrides the remedy that the failure has by itself. */
        public Builder remedy(Remedy value) {
            remedy = value;
            return this;
        }

        /** Sets the protocol's own code. */
        public Builder protocolCode(String value) {
            protocolCode = Objects.requireNonNull(value);
            return this;
        }

        /** Sets the HTTP status. */
        public Builder httpStatus(int value) {
            httpStatus = value;
            return this;
        }

        /** Sets the store's id of the request. */
        public Builder requestId(String value) {
            requestId = Objects.requireNonNull(value);
            return this;
        }

        /** Sets the store's clock. */
        public Builder serverDate(Instant value) {
            serverDate = value;
            return this;
        }

        /** Sets how long the store asked us to wait. */
        public Builder retryAfter(Duration value) {
            retryAfter = value;
            return this;
        }

        /** Sets the cause. */
        public Builder cause(Throwable value) {
            cause = value;
            return this;
        }

        /** Makes the exception. */
        public UploadException build() {
            return new UploadException(this);
        }
    }
}
