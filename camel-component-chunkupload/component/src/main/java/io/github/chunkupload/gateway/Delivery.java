package io.github.chunkupload.gateway;

/**
 * Takes finished objects: the route. An object counts as delivered when {@link #deliver} returns; when it throws, it does not, and is
 * handed over again. Called from several threads at once, for one key by one at a time.
 */
@FunctionalInterface
public interface Delivery {

    /**
     * Takes one object; its bytes can be read until this returns.
     *
     * @throws Exception when the object was not taken. An {@link io.github.chunkupload.store.UploadException} is told to the client as
     *     it is; anything else becomes {@link io.github.chunkupload.store.Failure#INTERNAL} without its message
     */
    void deliver(Delivered object) throws Exception;
}
