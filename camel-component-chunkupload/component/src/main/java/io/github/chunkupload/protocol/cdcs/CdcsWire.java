package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Addresses, signs and sends the requests of our client, and tells good replies from failures. Thread-safe. */
final class CdcsWire {

    static final Duration SIGNATURE_LIFE = Duration.ofHours(1);
    /** How far the server's clock may be behind ours: the start of a signature is tolerated somewhat early. */
    static final Duration EARLIEST = QSignSigner.BACKDATED.plusMinutes(5);

    private static final int MAX_DOCUMENT = 16 << 20;

    private final HttpTransport transport;
    private final ClientSettings settings;
    private final Generation generation;
    private final Optional<QSignSigner> signer;
    private final CdcsFailures failures;

    CdcsWire(HttpTransport transport, ClientSettings settings, Generation generation) {
        this.transport = transport;
        this.settings = settings;
        this.generation = generation;
        this.signer = settings.credentials().map(key -> new QSignSigner(key, CdcsHeaders.PREFIX, settings.clock()));
        this.failures = new CdcsFailures(settings.clock());
    }

    Generation generation() {
        return generation;
    }

    /** Returns the region where coffers are made. */
    String region() {
        return settings.region().isEmpty() ? CdcsNames.region(settings.endpoint().getHost()) : settings.region();
    }

    /**
     * Returns the name of a coffer with the application id.
     *
     * @throws UploadException with {@link io.github.chunkupload.store.Failure#INVALID_BUCKET}
     */
    String longName(String bucket) {
        String suffix = settings.appId().isEmpty() ? "" : "-" + settings.appId();
        String name = bucket.endsWith(suffix) ? bucket : bucket + suffix;
        CdcsNames.checkBucket(name);
        return name;
    }

    /**
     * Signs and sends {@code call} at this moment.
     *
     * @return the reply, of status 2xx
     * @throws UploadException when there is none or another
     */
    HttpReply send(CdcsCall call) {
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
    HttpReply run(CdcsCall call) {
        HttpReply reply = send(call);
        byte[] body = Replies.document(reply, MAX_DOCUMENT);
        if (body.length > 0 && isError(body)) {
            throw failures.of(reply, call, body);
        }
        return reply;
    }

    private static boolean isError(byte[] body) {
        try {
            return ErrorDocument.is(Document.parse(body));
        } catch (UploadException e) {
            return false;
        }
    }

    /**
     * Sends {@code call} and reads the document in the reply, whichever generation it is of.
     *
     * @throws UploadException when there is none, when it is an error in spite of the status, or not what it should be
     */
    <T> T read(CdcsCall call, String root, Function<Document, T> reader) {
        HttpReply reply = send(call);
        byte[] bytes = Replies.document(reply, MAX_DOCUMENT);
        Document document;
        try {
            document = Document.parse(bytes);
        } catch (UploadException e) {
            throw failures.unreadable(reply, "The reply is not the " + root + " it should be", e);
        }
        if (ErrorDocument.is(document)) {
            throw failures.of(reply, call, bytes);
        }
        if (!document.isA(root)) {
            throw failures.unreadable(reply, "The reply is a " + Replies.printable(document.root()) + ", not a " + root, null);
        }
        try {
            return reader.apply(document);
        } catch (UploadException e) {
            throw failures.unreadable(reply, e.getMessage(), e);
        }
    }

    private HttpHead signed(CdcsCall call) {
        HttpHead head = head(call);
        if (signer.isEmpty()) {
            return head;
        }
        String authorization = signer.get().sign(withLength(head, call.body()), SIGNATURE_LIFE).authorization();
        Headers headers = Headers.builder().addAll(head.headers())
            .add("Authorization", authorization)
            .add(CdcsHeaders.TOKEN, settings.credentials().flatMap(c -> c.securityToken())).build();
        return new HttpHead(head.method(), head.authority(), head.target(), headers);
    }

    private HttpHead head(CdcsCall call) {
        String query = call.query().encode();
        String target = path(call) + (query.isEmpty() ? "" : "?" + query);
        return new HttpHead(call.method(), settings.authority(), target,
            Headers.builder().add("Host", settings.authority()).add("Accept", generation.mediaType() + ", */*")
                .addAll(call.headers()).build());
    }

    /** Uploads are listed of a path that ends in a slash, objects of one that does not: so the pages show it. */
    private String path(CdcsCall call) {
        if (call.object().bucket().isEmpty()) {
            return "/";
        }
        String coffer = "/" + longName(call.object().bucket());
        if (!call.object().key().isEmpty()) {
            return coffer + KeyPath.encode(call.object().key());
        }
        return call.query().has("uploads") ? coffer + "/" : coffer;
    }

    private static HttpHead withLength(HttpHead head, Body body) {
        boolean counts = head.method().equals("PUT") || head.method().equals("POST");
        return counts && body.length() >= 0 ? new HttpHead(head.method(), head.authority(), head.target(),
            head.headers().with("Content-Length", String.valueOf(body.length()))) : head;
    }
}
