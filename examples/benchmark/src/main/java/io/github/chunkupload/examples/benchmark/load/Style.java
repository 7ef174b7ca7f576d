package io.github.chunkupload.examples.benchmark.load;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSignSigner;
import java.time.Clock;
import java.time.Duration;

/** Requests as a receiver wants them: the multipart calls of COS and S3 differ in the signature only. Thread-safe. */
public final class Style {

    /** A day, so that a signature can be made long before it is sent. */
    private static final Duration LIFE = Duration.ofDays(1);

    private final String authority;
    private final QSignSigner signer;

    private Style(String authority, QSignSigner signer) {
        this.authority = authority;
        this.signer = signer;
    }

    /** Signs as COS wants it. */
    public static Style cos(int port, String accessKey, String secretKey) {
        return new Style(authority(port), new QSignSigner(Credentials.of(accessKey, secretKey), "x-cos-", Clock.systemUTC()));
    }

    /** Signs nothing. */
    public static Style plain(int port) {
        return new Style(authority(port), null);
    }

    private static String authority(int port) {
        return "127.0.0.1:" + port;
    }

    String uri(String target) {
        return "http://" + authority + target;
    }

    /** Returns what goes into the header Authorization; null: there is none. */
    String authorization(String method, String target) {
        Headers host = Headers.of("Host", authority);
        return signer == null ? null : signer.sign(HttpHead.received(method, target, host), LIFE).authorization();
    }

    /** Returns the head of a request with a body, and the empty line. */
    String head(String method, String target, long length) {
        String authorization = authorization(method, target);
        return method + " " + target + " HTTP/1.1\r\nHost: " + authority + "\r\n"
            + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
            + "Content-Type: application/octet-stream\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
