package io.github.chunkupload.protocol.qingstor;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/** Addresses, signs and sends the requests of our client, and tells good replies from failures. Thread-safe. */
final class QingStorWire {

    private static final int MAX_DOCUMENT = 16 << 20;

    private final HttpTransport transport;
    private final ClientSettings settings;
    private final QingStorFailures failures;

    QingStorWire(HttpTransport transport, ClientSettings settings) {
        this.transport = transport;
        this.settings = settings;
        this.failures = new QingStorFailures(settings.clock());
        if (settings.credentials().flatMap(Credentials::securityToken).isPresent()) {
            throw new IllegalArgumentException("QingStor has no security tokens");
        }
    }

    /**
     * A request as it goes out.
     *
     * @param head without credentials
     * @param signedPath the path as the signature covers it
     */
    private record Addressed(HttpHead head, String signedPath) {
    }

    /**
     * Signs and sends {@code call} at this moment.
     *
     * @return the reply, of status 2xx
     * @throws UploadException when there is none or another
     */
    HttpReply send(QingStorCall call) {
        HttpReply reply = Replies.send(transport, HttpCall.to(signed(call), call.body()));
        if (!reply.isSuccess()) {
            throw failures.of(reply, call);
        }
        return reply;
    }

    /**
     * Sends {@code call}, where success has no document worth reading, and closes the reply.
     *
     * @return the reply, for its headers
     * @throws UploadException also when the body tells an error in spite of the status
     */
    HttpReply run(QingStorCall call) {
        HttpReply reply = send(call);
        settled(reply, call);
        return reply;
    }

    /**
     * Reads the document that answers {@code call}.
     *
     * @throws UploadException when it is an error in spite of the status, or cannot be read
     */
    <T> T read(QingStorCall call, Function<JsonNode, T> reader) {
        return read(send(call), call, reader);
    }

    /** Reads the document that {@code reply} brings to {@code call}, as {@link #read(QingStorCall, Function)} does. */
    <T> T read(HttpReply reply, QingStorCall call, Function<JsonNode, T> reader) {
        byte[] document = settled(reply, call);
        try {
            return reader.apply(QingStorJson.parse(document));
        } catch (UploadException e) {
            throw failures.unreadable(reply, e);
        }
    }

    /** Closes a reply after a look at its body, which may tell an error in spite of the status; returns the body. */
    byte[] settled(HttpReply reply, QingStorCall call) {
        byte[] document = Replies.document(reply, MAX_DOCUMENT);
        if (document.length > 0 && QingStorFailures.isError(document)) {
            throw failures.of(reply, call, document);
        }
        return document;
    }

    /** Returns a URL with the signature in its query. */
    URI presign(QingStorCall call, Duration life) {
        Credentials key = settings.credentials().orElseThrow(() ->
            UploadException.of(Failure.UNAUTHENTICATED, "Presigning needs an access key and a secret key"));
        String expires = String.valueOf(settings.clock().instant().plus(life).getEpochSecond());
        Addressed addressed = addressed(call, Headers.NONE);
        String text = QingStorSign.text(addressed.head(), expires, addressed.signedPath(), call.query());
        Query query = call.query().with(QingStorSign.ACCESS_KEY, key.accessKey()).with(QingStorSign.EXPIRES, expires)
            .with(QingStorSign.SIGNATURE, QingStorSign.signature(key.secretKey(), text));
        return URI.create(settings.endpoint().getScheme() + "://" + addressed.head().authority() + addressed.head().rawPath() + "?"
            + query.encode());
    }

    private HttpHead signed(QingStorCall call) {
        String date = HttpDates.header(settings.clock().instant());
        Addressed addressed = addressed(call, Headers.of("Date", date));
        HttpHead head = addressed.head();
        if (settings.credentials().isEmpty()) {
            return head;
        }
        Credentials key = settings.credentials().get();
        String signature = QingStorSign.signature(key.secretKey(),
            QingStorSign.text(head, date, addressed.signedPath(), call.query()));
        return new HttpHead(head.method(), head.authority(), head.target(),
            head.headers().with("Authorization", QingStorSign.SCHEME + key.accessKey() + ":" + signature));
    }

    private Addressed addressed(QingStorCall call, Headers date) {
        String bucket = call.object().bucket();
        if (bucket.isEmpty() && call.object().key().isEmpty()) {
            return ofService(call, date);
        }
        QingStorKeys.checkBucket(bucket);
        boolean inPath = settings.addressing() == Addressing.PATH;
        String key = call.object().key().isEmpty() ? "" : KeyPath.encode(call.object().key());
        String path = inPath ? "/" + bucket + key : key.isEmpty() ? "/" : key;
        String authority = (settings.addressing() == Addressing.VIRTUAL ? bucket + "." : "") + settings.authority();
        String query = call.query().encode();
        HttpHead head = new HttpHead(call.method(), authority, path + (query.isEmpty() ? "" : "?" + query),
            Headers.builder().add("Host", authority).addAll(date).addAll(call.headers()).build());
        return new Addressed(head, inPath ? path : "/" + bucket + path);
    }

    private Addressed ofService(QingStorCall call, Headers date) {
        if (settings.addressing() == Addressing.BUCKETLESS) {
            throw UploadException.of(Failure.UNSUPPORTED, "The endpoint stands for one bucket, and not for the service");
        }
        Headers headers = Headers.builder().add("Host", settings.authority()).addAll(date).addAll(call.headers()).build();
        return new Addressed(new HttpHead(call.method(), settings.authority(), "/", headers), "/");
    }
}
