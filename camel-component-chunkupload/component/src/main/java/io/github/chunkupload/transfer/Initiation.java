package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens an upload under a mark of ours. Where the answer is lost, the upload that bears the mark is looked for and aborted before
 * another is opened, so that nobody pays for it for ever.
 *
 * <p>A store that lets only one upload of a key be open would refuse another: there the lost one is taken up. Where such a store keeps no
 * mark, ours is the one that is not older than our first request and has no parts. Should it be somebody else's all the same, no mixture
 * comes of it: complete names every part by its ETag.
 */
final class Initiation {

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Session session;
    private final String tag = UUID.randomUUID().toString();

    Initiation(Session session) {
        this.session = session;
    }

    /** Returns our mark in the metadata of the object. */
    String tag() {
        return tag;
    }

    Admission open(UploadRequest request) {
        UploadRequest marked = session.marked(session.traits().fitted(request), tag)
            .withReplace(session.replaces(request)).withPartSize(session.partSize(request));
        Instant begun = session.now();
        boolean doubt = false;
        for (int attempt = 1;; attempt++) {
            session.retries().check();
            try {
                Optional<UploadInfo> lost = doubt ? lost(marked, begun) : Optional.empty();
                if (lost.isPresent() && session.traits().exclusive()) {
                    return Admission.open(lost.get().upload());
                }
                lost.ifPresent(info -> session.abort(info.upload()));
                return session.store().initiate(marked);
            } catch (UploadException e) {
                doubt |= isDoubtful(e.kind());
                try {
                    session.retries().pause("initiate", attempt, e);
                } catch (UploadException over) {
                    throw doubt ? abandoned(marked, begun, over) : over;
                }
            }
        }
    }

    /** Nobody will come back for what a lost answer left open: an entry in the journal is made only of an upload that has a name. */
    private UploadException abandoned(UploadRequest request, Instant begun, UploadException over) {
        try {
            lost(request, begun).ifPresent(info -> session.abort(info.upload()));
        } catch (UploadException e) {
            over.addSuppressed(e);
        }
        return over;
    }

    private static boolean isDoubtful(Failure kind) {
        return switch (kind) {
            case CONNECTION, OUTCOME_UNKNOWN, INTERNAL, UNAVAILABLE, PROTOCOL -> true;
            default -> false;
        };
    }

    private Optional<UploadInfo> lost(UploadRequest request, Instant begun) {
        if (!session.traits().listsUploads()) {
            return Optional.empty();
        }
        Optional<UploadQuery> query = Optional.of(UploadQuery.of(request.object()));
        while (query.isPresent()) {
            UploadQuery asked = query.get();
            Page<UploadInfo> page = session.store().uploads(asked);
            Optional<UploadInfo> ours = page.items().stream().filter(info -> isOurs(info, begun)).findFirst();
            if (ours.isPresent()) {
                return ours;
            }
            query = page.next().map(asked::after);
        }
        return Optional.empty();
    }

    private boolean isOurs(UploadInfo info, Instant begun) {
        return session.traits().metadata().user() ? tag.equals(info.metadata().user().get(FinishRequest.TAG))
            : session.traits().exclusive() && !info.initiated().isBefore(begun.minus(CLOCKS_APART)) && isUntouched(info);
    }

    private boolean isUntouched(UploadInfo info) {
        return session.store().state(info.upload(), -1, 1).parts().isEmpty();
    }
}
