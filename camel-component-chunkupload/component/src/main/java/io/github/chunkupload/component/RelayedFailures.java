package io.github.chunkupload.component;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;

/**
 * What a client is told of a failure between this gateway and the store behind it: the same, but for what is the gateway's own affair. A
 * client must not doubt its own key or clock because those of the gateway are wrong. Codes of the far protocol stay behind; the client is
 * told in its own.
 */
final class RelayedFailures {

    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private RelayedFailures() {
    }

    static UploadException told(UploadException far) {
        return switch (far.kind()) {
            case UNAUTHENTICATED, UNKNOWN_ACCESS_KEY, SIGNATURE_MISMATCH, EXPIRED, TOKEN_EXPIRED ->
                UploadException.of(Failure.INTERNAL, "The store behind this gateway does not let it in", far);
            case PROTOCOL -> UploadException.of(Failure.INTERNAL, "The store behind this gateway gave an answer that is none", far);
            case CONNECTION -> later("The store behind this gateway cannot be reached", far);
            case OUTCOME_UNKNOWN, CANCELLED -> later("The store behind this gateway has not answered; ask again", far);
            case SOURCE_UNREADABLE, SOURCE_CHANGED -> UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", far);
            default -> UploadException.builder(far.kind(), far.getMessage()).remedy(far.remedy())
                .retryAfter(far.retryAfter().orElse(null)).cause(far).build();
        };
    }

    private static UploadException later(String message, UploadException far) {
        return UploadException.builder(Failure.UNAVAILABLE, message).retryAfter(far.retryAfter().orElse(COME_BACK)).cause(far).build();
    }
}
