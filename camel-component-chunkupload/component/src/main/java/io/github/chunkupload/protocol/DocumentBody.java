package io.github.chunkupload.protocol;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;

/** Small documents that clients send, such as the list of parts to complete. */
public final class DocumentBody {

    private DocumentBody() {
    }

    /**
     * Reads the whole body of a request and checks its Content-MD5, where it has one.
     *
     * @param limit most bytes
     * @throws UploadException with {@link Failure#TOO_LARGE}, {@link Failure#INVALID_DIGEST}, {@link Failure#DIGEST_MISMATCH} or
     *     {@link Failure#INCOMPLETE_BODY}
     */
    public static byte[] read(HttpCall call, int limit) {
        Checksums announced = ContentMd5.in(call.head().headers());
        Body body = new BoundedBody(call.body(), limit);
        try (InputStream in = body.open()) {
            byte[] bytes = in.readAllBytes();
            Hashing hashing = new Hashing(announced.known());
            hashing.update(bytes, 0, bytes.length);
            new Checks(announced.known(), announced).verify(hashing.finish());
            return bytes;
        } catch (IOException e) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", e);
        }
    }
}
