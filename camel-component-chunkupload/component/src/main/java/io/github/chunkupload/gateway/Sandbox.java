package io.github.chunkupload.gateway;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.util.Optional;

/**
 * Keeps documents that clients have stored from acting in a browser as if they were pages of the gateway: a script in one of them could
 * read what a page of the same origin keeps, such as its token. A browser gives a document that comes with such a header an origin of
 * its own and runs none of its scripts (Content Security Policy Level 3, section 6.3.2), and does not take it for HTML against its
 * Content-Type. No other client cares.
 */
final class Sandbox {

    private static final String POLICY = "Content-Security-Policy";
    private static final String PDF = "application/pdf"; // not shown in a sandbox, and runs nothing in the origin that it comes from

    private Sandbox() {
    }

    /** Returns {@code reply} to {@code head} for a sandbox, unless it says itself what it may do. */
    static HttpReply around(HttpHead head, HttpReply reply) {
        if (!head.method().equals("GET") || !reply.isSuccess() || reply.headers().has(POLICY)) {
            return reply;
        }
        Headers.Builder headers = Headers.builder().addAll(reply.headers()).add("X-Content-Type-Options", "nosniff");
        headers.add(POLICY, Optional.of("sandbox").filter(policy -> !isPdf(reply)));
        return reply.with(headers.build());
    }

    private static boolean isPdf(HttpReply reply) {
        return reply.header("Content-Type").filter(PDF::equalsIgnoreCase).isPresent();
    }
}
