package io.github.chunkupload.transfer;

/** What {@link Transfer#open} came to. */
public sealed interface Opening {

    /**
     * The object is there: its bytes went in one request, the store had them already, or an earlier transfer had it made.
     *
     * @param result as {@link Transfer#upload(io.github.chunkupload.store.UploadRequest, io.github.chunkupload.body.Source)} returns it
     */
    record Made(TransferResult result) implements Opening {
    }

    /**
     * Parts are missing.
     *
     * @param session sends them
     */
    record Parts(UploadSession session) implements Opening {
    }
}
