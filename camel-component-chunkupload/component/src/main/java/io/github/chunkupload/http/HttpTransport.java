package io.github.chunkupload.http;

import java.io.IOException;

/**
 * Sends requests to one endpoint. It changes nothing: target, Host and headers go out as they stand, the length is that of the body, no
 * redirect is followed, nothing is sent twice, and no header is added but those of the message framing and {@code User-Agent}.
 * Implementations are thread-safe and keep connections for the next request.
 */
public interface HttpTransport extends AutoCloseable {

    /**
     * Sends {@code call} and returns when the head of the reply is there. A request with {@code Expect: 100-continue} opens its body
     * only when the server asks for it, or has said nothing for some seconds (RFC 9110 §10.1.1). When the server refuses before the
     * body is sent, that answer is returned. A body that fails or ends too early never looks whole to the server.
     *
     * @return the reply, to be closed by the caller
     * @throws IOException when no connection could be made, or it broke or stayed silent too long
     */
    HttpReply send(HttpCall call) throws IOException;

    @Override
    void close();
}
