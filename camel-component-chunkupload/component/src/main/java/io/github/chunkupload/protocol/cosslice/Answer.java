package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON of an answer, while it is being put together. Not thread-safe. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> data = new LinkedHashMap<>();

    private Answer() {
    }

    /** Begins an answer without data. */
    static Answer empty() {
        return new Answer();
    }

    /**
     * Begins the answer for a file that is there. The vendor tells no SHA-1 here; ours is the proof of a file that its receiver may have
     * taken away before anybody could ask for it.
     */
    static Answer stored(CosSliceRequest request, Optional<String> sha) {
        Answer answer = new Answer().with("access_url", request.accessUrl(request.object().key())).with("url", request.url())
            .with("resource_path", request.resourcePath());
        if (request.target().version() == 2) {
            answer.with("source_url", request.sourceUrl(request.object().key()));
        }
        sha.ifPresent(value -> answer.with("sha", value));
        return answer;
    }

    /** Adds a text or a number. */
    Answer with(String name, Object value) {
        data.put(name, value);
        return this;
    }

    /** Returns the reply that tells success. */
    HttpReply reply(String requestId) {
        return reply(200, Headers.NONE, 0, "SUCCESS", requestId);
    }

    /** Returns a reply with any code. */
    HttpReply reply(int status, Headers headers, int code, String message, String requestId) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", code);
        document.put("message", message);
        document.put("request_id", requestId);
        if (!data.isEmpty()) {
            document.put("data", data);
        }
        try {
            return HttpReply.of(status, headers, "application/json; charset=utf-8", JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can always be written", e);
        }
    }
}
