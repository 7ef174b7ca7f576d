package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.ObjectRef;
import java.net.URI;
import java.time.Duration;

/** The capability of a client to sign a request that somebody else will make. */
public interface Presigning {

    /**
     * Returns a URL that carries its own authorisation: whoever has it may make this one request. It is a secret.
     *
     * @param method such as {@code PUT}
     * @param object what the request is about
     * @param parameters further parameters of the request, such as part number and upload id; all are signed
     * @param life how long from now it holds
     */
    URI presign(String method, ObjectRef object, Query parameters, Duration life);
}
