package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;

/** Headers of a reply that the URL of the request has asked for, such as {@code response-content-disposition}. */
public final class ResponseOverrides {

    private ResponseOverrides() {
    }

    /**
     * Replaces a header by the value asked for, with the very bytes that the URL has (UTF-8).
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when no header can have it: it has a control character
     */
    public static void set(Headers.Builder headers, String name, String value) {
        String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (!Headers.canCarry(name, bytes)) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The header " + name + " of a response cannot have that value");
        }
        headers.set(name, bytes);
    }
}
