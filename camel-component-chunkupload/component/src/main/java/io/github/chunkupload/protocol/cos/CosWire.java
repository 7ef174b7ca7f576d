package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Addresses, signs and sends the requests of our client, and tells good replies from failures. Thread-safe. */
final class CosWire {

    private static final Duration SIGNATURE_LIFE = Duration.ofHours(1);
    private static final int MAX_DOCUMENT = 16 << 20;

    private final HttpTransport transport;
    private final ClientSettings settings;
    private final Optional<QSignSigner> signer;
    private final CosFailures failures;

    CosWire(HttpTransport transport, ClientSettings settings) {
        this.transport = transport;
        this.settings = settings;
        this.signer = settings.credentials().map(key -> new QSignSigner(key, CosHeaders.PREFIX, settings.clock()));
        this.failures = new CosFailures(settings.clock());
    }

    /**
     * Signs and sends {@code call} at this moment.
     *
     * @return the reply, of status 2xx
     * @throws UploadException when there is none or another
     */
    HttpReply send(CosCall call) {
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
    HttpReply run(CosCall call) {
        HttpReply reply = send(call);
        byte[] body = Replies.document(reply, MAX_DOCUMENT);
        if (body.length > 0 && isError(body)) {
            throw failures.of(reply, call, body);
        }
        return reply;
    }

    private static boolean isError(byte[] body) {
        try {
            return Xml.parse(body).name().equals(ErrorXml.ROOT);
        } catch (UploadException e) {
            return false;
        }
    }

    /**
     * Reads the document in {@code reply} and closes it.
     *
     * @throws UploadException when it is an error in spite of the status, or not what it should be
     */
    <T> T read(HttpReply reply, CosCall call, String root, Function<XmlElement, T> reader) {
        XmlElement document = document(reply, call, root);
        try {
            return reader.apply(document);
        } catch (UploadException e) {
            throw failures.unreadable(reply, e.getMessage(), e);
        }
    }

    private XmlElement document(HttpReply reply, CosCall call, String root) {
        byte[] bytes = Replies.document(reply, MAX_DOCUMENT);
        XmlElement element;
        try {
            element = Xml.parse(bytes);
        } catch (UploadException e) {
            throw failures.unreadable(reply, "The reply is not the " + root + " it should be", e);
        }
        if (element.name().equals(ErrorXml.ROOT)) {
            throw failures.of(reply, call, bytes);
        }
        if (!element.name().equals(root)) {
            throw failures.unreadable(reply, "The reply is a " + Replies.printable(element.name()) + ", not a " + root, null);
        }
        return element;
    }

    /** Returns a URL with the signature in its query. */
    URI presign(CosCall call, Duration life, QSign.Layout layout) {
        QSignSigner present = signer.orElseThrow(() ->
            UploadException.of(Failure.UNAUTHENTICATED, "Presigning needs an access key and a secret key"));
        HttpHead head = head(call);
        Query query = present.sign(head, life).before(call.query(), layout);
        Optional<String> token = settings.credentials().flatMap(c -> c.securityToken());
        if (token.isPresent()) {
            query = query.with(CosHeaders.TOKEN, token.get());
        }
        return URI.create(settings.endpoint().getScheme() + "://" + head.authority() + head.rawPath() + "?" + query.encode());
    }

    private HttpHead signed(CosCall call) {
        HttpHead head = head(call);
        if (signer.isEmpty()) {
            return head;
        }
        String authorization = signer.get().sign(withLength(head, call.body()), SIGNATURE_LIFE).authorization();
        Headers headers = Headers.builder().addAll(head.headers())
            .add("Authorization", authorization)
            .add(CosHeaders.TOKEN, settings.credentials().flatMap(c -> c.securityToken())).build();
        return new HttpHead(head.method(), head.authority(), head.target(), headers);
    }

    private HttpHead head(CosCall call) {
        if (call.object().bucket().isEmpty()) {
            return serviceHead(call);
        }
        String bucket = longName(call.object());
        String path = call.object().key().isEmpty() ? "/" : KeyPath.encode(call.object().key());
        boolean virtual = settings.addressing() == Addressing.VIRTUAL;
        String authority = virtual ? bucket + "." + settings.authority() : settings.authority();
        String query = call.query().encode();
        String target = (settings.addressing() == Addressing.PATH ? "/" + bucket : "") + path + (query.isEmpty() ? "" : "?" + query);
        return new HttpHead(call.method(), authority, target,
            Headers.builder().add("Host", authority).addAll(call.headers()).build());
    }

    /**
     * Returns host and path by which an object is named as the source of a copy: with the vendor always by the host of its bucket.
     *
     * @param bucket the bucket of the request; where the endpoint stands for one bucket, it is the only one that can be named
     */
    String address(ObjectRef object, String bucket) {
        String path = KeyPath.encode(object.key());
        if (settings.addressing() == Addressing.BUCKETLESS) {
            if (!object.bucket().equals(bucket)) {
                throw UploadException.of(Failure.UNSUPPORTED, "The endpoint stands for one bucket: nothing can be copied from another");
            }
            return settings.authority() + path;
        }
        boolean virtual = settings.addressing() == Addressing.VIRTUAL || CosHosts.isService(settings.endpoint().getHost());
        return virtual ? longName(object) + "." + settings.authority() + path : settings.authority() + "/" + longName(object) + path;
    }

    private HttpHead serviceHead(CosCall call) {
        if (settings.addressing() == Addressing.BUCKETLESS) {
            throw UploadException.of(Failure.UNSUPPORTED, "The endpoint stands for one bucket: to list buckets, use that of a region, or"
                + " https://service.cos.myqcloud.com for all");
        }
        return new HttpHead(call.method(), settings.authority(), "/", Headers.of("Host", settings.authority()));
    }

    private String longName(ObjectRef object) {
        String suffix = settings.appId().isEmpty() ? "" : "-" + settings.appId();
        String name = object.bucket().endsWith(suffix) ? object.bucket() : object.bucket() + suffix;
        CosHosts.checkBucket(name);
        return name;
    }

    private static HttpHead withLength(HttpHead head, Body body) {
        boolean counts = head.method().equals("PUT") || head.method().equals("POST");
        if (!counts || body.length() < 0) {
            return head;
        }
        return new HttpHead(head.method(), head.authority(), head.target(),
            head.headers().with("Content-Length", String.valueOf(body.length())));
    }
}
