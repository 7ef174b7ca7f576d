package io.github.chunkupload.gateway;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which web pages of another origin may send requests and read the replies (CORS, as in the Fetch standard). A browser asks for them by a
 * pre-flight request, which has no credentials and is answered here for every protocol. Cookies and the like are never asked for: a page
 * brings a token or a signature with each request, so whom it lets in is decided as for everybody else.
 *
 * @param origins such as {@code https://app.example.com}, or {@value #ANY}; empty: none, and no reply has anything of CORS
 */
public record CrossOrigin(Set<String> origins) {

    /** Stands for all origins. */
    public static final String ANY = "*";

    /** No page of another origin. */
    public static final CrossOrigin NONE = new CrossOrigin(Set.of());

    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9._\\[\\]:-]*[a-z0-9\\]]");
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
    private static final String REQUEST_METHOD = "Access-Control-Request-Method";
    private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";
    private static final String REMEMBERED_SECONDS = "600";

    /**
     * Refuses what is no origin.
     *
     * @throws IllegalArgumentException naming the origin that is none, and what would be one
     */
    public CrossOrigin {
        origins = origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        for (String origin : origins) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(origin + " is no origin: write scheme, host and port without a path, such as "
                    + "https://app.example.com, or * for all");
            }
        }
    }

    /** Returns whether {@code head} asks for what a page may do, before the request itself comes. */
    static boolean isPreflight(HttpHead head) {
        return head.method().equals("OPTIONS") && head.headers().has("Origin") && head.headers().has(REQUEST_METHOD);
    }

    /** Returns the request that a pre-flight request asks for, without the headers that it will have. */
    static HttpHead announced(HttpHead preflight) {
        return new HttpHead(preflight.header(REQUEST_METHOD).orElseThrow(), preflight.authority(), preflight.target(), preflight.headers());
    }

    /** Returns whether there is any such page. */
    boolean isOffered() {
        return !origins.isEmpty();
    }

    /** Returns whether the page that sends {@code head} is one of them. */
    boolean allows(HttpHead head) {
        return origin(head).isPresent();
    }

    private Optional<String> origin(HttpHead head) {
        return head.header("Origin").filter(origin -> origins.contains(ANY) || origins.contains(origin.toLowerCase(Locale.ROOT)))
            .map(origin -> origins.contains(ANY) ? ANY : origin);
    }

    /** Answers a pre-flight request. */
    HttpReply answer(HttpHead preflight) {
        Optional<String> origin = origin(preflight);
        if (origin.isEmpty()) {
            return HttpReply.of(403, Headers.of("Vary", "Origin"), "text/plain; charset=utf-8",
                "Pages of that origin may not send requests here.\n");
        }
        Headers.Builder headers = Headers.builder().add("Access-Control-Allow-Origin", origin.get()).add("Vary", "Origin")
            .add("Access-Control-Allow-Methods", METHODS).add("Access-Control-Max-Age", REMEMBERED_SECONDS);
        headers.add("Access-Control-Allow-Headers", names(preflight));
        return HttpReply.of(204, headers.build());
    }

    /** Any header may be sent, and only names of headers are repeated. */
    private static Optional<String> names(HttpHead preflight) {
        List<String> names = List.of(preflight.header(REQUEST_HEADERS).orElse("").split(","));
        String told = names.stream().map(String::strip).filter(name -> name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"))
            .collect(Collectors.joining(", "));
        return Optional.of(told).filter(text -> !text.isEmpty());
    }

    /** Returns {@code reply} so that the page that sent {@code head} may read it, with all its headers, if it is one of them. */
    HttpReply granted(HttpHead head, HttpReply reply) {
        if (!isOffered()) {
            return reply;
        }
        Headers.Builder headers = Headers.builder().addAll(reply.headers()).add("Vary", "Origin");
        origin(head).ifPresent(origin -> headers.add("Access-Control-Allow-Origin", origin).add("Access-Control-Expose-Headers", "*"));
        return reply.with(headers.build());
    }
}
