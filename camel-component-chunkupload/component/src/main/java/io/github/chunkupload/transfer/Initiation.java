package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens an upload under a mark of ours. Where the answer is lost, the upload that bears the mark is looked for and aborted before
 * another is opened, so that nobody pays for it for ever.
 */
final class Initiation {

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
        UploadRequest marked = request.withMetadata(request.metadata().withUser(FinishRequest.TAG, tag))
            .withReplace(session.replaces(request)).withPartSize(session.partSize(request));
        boolean doubt = false;
        for (int attempt = 1;; attempt++) {
            session.retries().check();
            try {
                if (doubt) {
                    abortLost(marked);
                }
                return session.store().initiate(marked);
            } catch (UploadException e) {
                doubt |= isDoubtful(e.kind());
                session.retries().pause("initiate", attempt, e);
            }
        }
    }

    private static boolean isDoubtful(Failure kind) {
        return switch (kind) {
            case CONNECTION, OUTCOME_UNKNOWN, INTERNAL, UNAVAILABLE -> true;
            default -> false;
        };
    }

    private void abortLost(UploadRequest request) {
        if (!session.traits().listsUploads()) {
            return;
        }
        Optional<UploadQuery> query = Optional.of(UploadQuery.of(request.object()));
        while (query.isPresent()) {
            UploadQuery asked = query.get();
            Page<UploadInfo> page = session.store().uploads(asked);
            page.items().stream().filter(this::isOurs).forEach(info -> session.abort(info.upload()));
            query = page.next().map(asked::after);
        }
    }

    private boolean isOurs(UploadInfo info) {
        return tag.equals(info.metadata().user().get(FinishRequest.TAG));
    }
}
