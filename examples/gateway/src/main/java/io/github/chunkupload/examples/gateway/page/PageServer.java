package io.github.chunkupload.examples.gateway.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the files of the page and the few calls of its own; it uploads as any client of Cayman does. Calls are documents of JSON, which a
 * page of another origin cannot send without asking. No reply but that of a call that was let in has a token in it. Thread-safe.
 */
final class PageServer implements HttpHandler {

    private static final String CALLS = "/_page/";
    private static final String TOKEN = "ACCESS-TOKEN";
    private static final int MAX_DOCUMENT = 8 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sessions sessions;
    private final SignIn signIn;
    private final PageStatus status;
    private final String bucket;

    PageServer(Sessions sessions, SignIn signIn, PageStatus status, String bucket) {
        this.sessions = sessions;
        this.signIn = signIn;
        this.status = status;
        this.bucket = bucket;
    }

    /** Returns whether {@code head} asks for a file, or is a call. */
    static boolean isOurs(HttpHead head) {
        return isFile(head) || isCall(head);
    }

    private static boolean isFile(HttpHead head) {
        boolean browser = !head.target().equals("/") || head.header("Accept").orElse("").contains("text/html");
        return (head.method().equals("GET") || head.method().equals("HEAD")) && browser && PageFile.at(head.target()).isPresent();
    }

    private static boolean isCall(HttpHead head) {
        return switch (head.method() + " " + head.target()) {
            case "POST " + CALLS + "challenge", "POST " + CALLS + "session", "POST " + CALLS + "renew", "POST " + CALLS + "leave",
                "GET " + CALLS + "status" -> true;
            default -> false;
        };
    }

    @Override
    public HttpReply handle(HttpCall call) {
        try {
            return isFile(call.head()) ? PageFile.at(call.head().target()).orElseThrow().reply() : answer(call);
        } catch (UploadException e) {
            return refusal(call.head(), e).refusing(e.kind());
        }
    }

    private HttpReply answer(HttpCall call) {
        String name = call.head().target().substring(CALLS.length());
        return switch (name) {
            case "challenge" -> challenge(call);
            case "session" -> session(call);
            case "renew" -> told(sessions.renew(token(call)).orElseThrow(PageServer::stranger), user(call));
            case "leave" -> leave(call);
            case "status" -> status(call);
            default -> throw UploadException.of(Failure.UNSUPPORTED, "The page has no such call");
        };
    }

    private HttpReply challenge(HttpCall call) {
        document(call);
        return json(200, Headers.NONE, Map.of("challenge", signIn.challenge(), "signIn", signIn.isNeeded()));
    }

    private HttpReply session(HttpCall call) {
        JsonNode asked = document(call);
        String user = asked.path("user").asText("");
        return told(signIn.token(call.peer(), user, asked.path("challenge").asText(""), asked.path("proof").asText("")), user);
    }

    private HttpReply leave(HttpCall call) {
        user(call);
        sessions.end(token(call));
        return json(200, Headers.NONE, Map.of());
    }

    private HttpReply status(HttpCall call) {
        user(call);
        return json(200, Headers.NONE, status.document());
    }

    private HttpReply told(String token, String user) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("token", token);
        document.put("seconds", sessions.tokenLife().toSeconds());
        document.put("user", user);
        document.put("bucket", bucket);
        return json(200, Headers.NONE, document);
    }

    private String user(HttpCall call) {
        return sessions.user(token(call)).orElseThrow(PageServer::stranger);
    }

    private static String token(HttpCall call) {
        return call.head().header(TOKEN).orElse("");
    }

    private static UploadException stranger() {
        return UploadException.of(Failure.TOKEN_EXPIRED, "The session has ended. Sign in again");
    }

    private static JsonNode document(HttpCall call) {
        if (!call.head().header("Content-Type").orElse("").startsWith("application/json")) {
            throw UploadException.of(Failure.MALFORMED, "The page's calls are application/json");
        }
        try (InputStream in = new BoundedBody(call.body(), MAX_DOCUMENT).open()) {
            return JSON.readTree(in.readAllBytes());
        } catch (JsonProcessingException e) {
            throw UploadException.of(Failure.MALFORMED, "The document is not JSON", e);
        } catch (IOException e) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The document broke off", e);
        }
    }

    /** Returns the reply for {@code failure}; one of ours tells nothing of what is inside. */
    static HttpReply refusal(HttpHead head, UploadException failure) {
        Headers.Builder headers = Headers.builder();
        failure.retryAfter().ifPresent(wait -> headers.add("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
        headers.add("X-Request-Id", Optional.of(failure.requestId()).filter(id -> !id.isEmpty()));
        int code = code(failure.kind());
        String message = code == 500 ? "The gateway failed; its log tells more" : failure.getMessage();
        return json(code, headers.build(), Map.of("error", failure.kind().name().toLowerCase(Locale.ROOT), "msg", message));
    }

    private static int code(Failure kind) {
        return switch (kind) {
            case UNAUTHENTICATED, EXPIRED, TOKEN_EXPIRED -> 401;
            case MALFORMED, INCOMPLETE_BODY -> 400;
            case TOO_LARGE -> 413;
            case UNSUPPORTED -> 404;
            case BUSY, UNAVAILABLE -> 503;
            default -> 500;
        };
    }

    private static HttpReply json(int status, Headers headers, Map<String, Object> document) {
        try {
            Headers all = Headers.builder().addAll(PageFile.guard()).addAll(headers).set("Cache-Control", "no-store").build();
            return HttpReply.of(status, all, "application/json", JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Numbers and texts can be written", e);
        }
    }
}
