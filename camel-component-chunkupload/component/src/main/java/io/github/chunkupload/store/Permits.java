package io.github.chunkupload.store;

/**
 * The capability to ask whether somebody may do something before anything is done, for requests that are made of several calls: one that
 * is refused then has changed nothing. A store without it lets everybody do everything.
 */
@FunctionalInterface
public interface Permits {

    /**
     * Refuses unless {@code object} may be deleted; whether it is there is not looked at.
     *
     * @throws UploadException with {@link Failure#FORBIDDEN} or {@link Failure#UNAUTHENTICATED}
     */
    void demandDelete(ObjectRef object);

    /** Refuses unless {@code object} may be deleted in {@code store}. */
    static void demandDelete(ObjectStore store, ObjectRef object) {
        store.capability(Permits.class).ifPresent(permits -> permits.demandDelete(object));
    }
}
