package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The creates of which our client heard no answer, by the mark they bore. The next create of the same object bears the mark again, so
 * that our server knows it for the same request; no two transfers can get one mark. Other servers know no marks: there an object that
 * appeared may be anybody's, and is left alone. Bounded; thread-safe.
 */
final class LostCreates {

    private static final int KEPT = 10_000;

    private final Map<Wish, String> lost = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, String> eldest) {
            return size() > KEPT;
        }
    };

    private record Wish(ObjectRef object, OptionalLong size) {
    }

    /**
     * Sends a create.
     *
     * @param create is given the mark
     * @throws UploadException as {@code create} does; with {@link Failure#UPLOAD_OPEN} when the object is there and may be of a lost one
     */
    void send(ObjectRef object, OptionalLong size, Consumer<String> create) {
        Wish wish = new Wish(object, size);
        Optional<String> earlier = take(wish);
        String mark = earlier.orElseGet(() -> UUID.randomUUID().toString());
        try {
            create.accept(mark);
        } catch (UploadException e) {
            if (isDoubtful(e)) {
                keep(wish, mark);
            }
            boolean there = e.kind() == Failure.ALREADY_EXISTS || e.kind() == Failure.UPLOAD_OPEN;
            throw there && earlier.isPresent() ? unsettled(e) : e;
        }
    }

    private static boolean isDoubtful(UploadException e) {
        return switch (e.kind()) {
            case CONNECTION, OUTCOME_UNKNOWN, INTERNAL, UNAVAILABLE, PROTOCOL -> true;
            default -> false;
        };
    }

    private static UploadException unsettled(UploadException e) {
        return UploadException.builder(Failure.UPLOAD_OPEN, "The answer to a create was lost, and now the object is there; whether it is "
            + "ours this server does not tell. If nobody else writes to it, remove it (operation=deleteObject) and upload again")
            .remedy(Remedy.GIVE_UP).cause(e).build();
    }

    private synchronized Optional<String> take(Wish wish) {
        return Optional.ofNullable(lost.remove(wish));
    }

    private synchronized void keep(Wish wish, String mark) {
        lost.put(wish, mark);
    }
}
