package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * A request and what became of it.
 *
 * @param id as in the reply, where its protocol tells one, and in the log
 * @param protocol the name of the protocol that answered; empty: none recognised the request
 * @param method of HTTP; empty when the head could not be read
 * @param path as it stands on the wire, without the query, where signatures may stand; empty when the head could not be read
 * @param peer the address of the client; empty when not known
 * @param caller the access key, or the user of a token, that the client has proved; empty: none
 * @param status of the reply
 * @param failure what it was refused for; empty: it was not, or by no protocol
 * @param bytesIn of the body that were read
 * @param bytesOut of the body of the reply that were sent
 * @param took from the head of the request to the end of the reply
 */
public record AnsweredRequest(String id, String protocol, String method, String path, String peer, String caller, int status,
        Optional<Failure> failure, long bytesIn, long bytesOut, Duration took) {

    /** Returns whether the client did not get what it asked for, for whatever reason. */
    public boolean isRefused() {
        return failure.isPresent() || status >= 400;
    }

    /** Returns whether that was the gateway's own fault: something for its operator to look at. */
    public boolean isFault() {
        boolean named = failure.filter(kind -> kind == Failure.INTERNAL || kind == Failure.STORAGE_FULL).isPresent();
        return named || status >= 500 && status != 503;
    }
}
