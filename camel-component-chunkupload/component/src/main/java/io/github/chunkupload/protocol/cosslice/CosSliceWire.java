package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.FormBody;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses, signs and sends the requests of our client, and reads the answers: success is code 0, whatever the status, and numbers may
 * be texts. Thread-safe.
 */
final class CosSliceWire {

    private static final int MAX_DOCUMENT = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpTransport transport;
    private final ClientSettings settings;
    private final Optional<CosSliceSigner> signer;
    private final int version;

    /**
     * Makes a wire.
     *
     * @param version of the dialect
     */
    CosSliceWire(HttpTransport transport, ClientSettings settings, int version) {
        this.version = version;
        this.transport = transport;
        this.settings = settings;
        this.signer = settings.credentials().map(key -> new CosSliceSigner(key, settings.clock()));
    }

    /** Sends a form, signed for any number of uses, and returns the data of the answer. */
    JsonNode form(ObjectRef object, Map<String, String> fields, Optional<Body> file) {
        CosSliceKeys.Bucket bucket = bucket(object);
        FormBody form = new FormBody(fields, "\"filecontent\"", file);
        Headers headers = operation(signer.map(s -> s.multiUse(bucket, CosSliceTarget.resource(bucket, object.key()))))
            .add("Content-Type", form.contentType()).build();
        return ask("POST", object, CosSliceTarget.operation(version, bucket, object.key()), headers, form);
    }

    /** Sends an operation as JSON, signed for one use, and returns the data of the answer. */
    JsonNode once(ObjectRef object, Map<String, String> fields) {
        CosSliceKeys.Bucket bucket = bucket(object);
        return json(object, fields, signer.map(s -> s.singleUse(bucket, CosSliceTarget.resource(bucket, object.key()))));
    }

    /** Sends an operation as JSON, signed for any number of uses, and returns the data of the answer. */
    JsonNode json(ObjectRef object, Map<String, String> fields) {
        CosSliceKeys.Bucket bucket = bucket(object);
        return json(object, fields, signer.map(s -> s.multiUse(bucket, CosSliceTarget.resource(bucket, object.key()))));
    }

    private JsonNode json(ObjectRef object, Map<String, String> fields, Optional<String> sign) {
        Headers headers = operation(sign).add("Content-Type", "application/json").build();
        Body body = Body.of(JSON.valueToTree(fields).toString().getBytes(StandardCharsets.UTF_8));
        return ask("POST", object, CosSliceTarget.operation(version, bucket(object), object.key()), headers, body);
    }

    /** Asks with GET and returns the data of the answer. */
    JsonNode query(ObjectRef object, Map<String, String> fields) {
        CosSliceKeys.Bucket bucket = bucket(object);
        Headers headers = operation(signer.map(s -> s.multiUse(bucket, CosSliceTarget.resource(bucket, object.key())))).build();
        Query query = Query.NONE;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            query = query.with(field.getKey(), field.getValue());
        }
        return ask("GET", object, CosSliceTarget.operation(version, bucket, object.key()) + "?" + query.encode(), headers, Body.EMPTY);
    }

    /** Returns whether requests can be signed. */
    boolean signs() {
        return signer.isPresent();
    }

    /** Returns the address from which a file can be downloaded for as long as {@code life}. */
    URI presigned(ObjectRef object, Duration life) {
        return URI.create(settings.endpoint().getScheme() + "://" + downloads(object)
            + downloadTarget(object, Optional.of(signer.orElseThrow()), life));
    }

    /** Reads a file from where downloads go; the reply has status 2xx. */
    HttpReply download(ObjectRef object, Headers more) {
        String authority = downloads(object);
        Headers headers = Headers.builder().add("Host", authority).addAll(more).build();
        HttpHead head = new HttpHead("GET", authority, downloadTarget(object, signer, CosSliceLimits.SIGNATURE_LIFE), headers);
        HttpReply reply = Replies.send(transport, HttpCall.to(head, Body.EMPTY));
        if (reply.isSuccess()) {
            return reply;
        }
        throw failure("GET", object, reply, json(Replies.errorBody(reply, MAX_DOCUMENT)).orElse(JSON.createObjectNode()));
    }

    private String downloads(ObjectRef object) {
        return settings.addressing() == Addressing.VIRTUAL ? CosSliceHosts.origin(name(object), settings.authority())
            : settings.authority();
    }

    private String downloadTarget(ObjectRef object, Optional<CosSliceSigner> by, Duration life) {
        String file = KeyPath.encode(object.key());
        String query = by.map(s -> "?" + Query.NONE.with("sign", s.multiUse(bucket(object), file, life)).encode()).orElse("");
        return (settings.addressing() == Addressing.VIRTUAL ? "" : "/" + name(object)) + file + query;
    }

    private String name(ObjectRef object) {
        CosSliceKeys.Bucket bucket = bucket(object);
        return bucket.name() + "-" + bucket.appId();
    }

    private Headers.Builder operation(Optional<String> sign) {
        return Headers.builder().add("Host", settings.authority()).add("Authorization", sign);
    }

    private JsonNode ask(String method, ObjectRef object, String target, Headers headers, Body body) {
        HttpReply reply = Replies.send(transport, HttpCall.to(new HttpHead(method, settings.authority(), target, headers), body));
        Optional<JsonNode> answer = json(Replies.document(reply, MAX_DOCUMENT));
        if (answer.isEmpty() && reply.isSuccess()) {
            throw UploadException.builder(Failure.PROTOCOL, "The answer is not the JSON it should be").httpStatus(reply.status())
                .remedy(Remedy.ASK).build();
        }
        JsonNode root = answer.orElse(JSON.createObjectNode());
        if (root.path("code").asInt(-1) != 0 || !reply.isSuccess()) {
            throw failure(method, object, reply, root);
        }
        return root.path("data");
    }

    private UploadException failure(String method, ObjectRef object, HttpReply reply, JsonNode root) {
        int code = root.path("code").asInt(0);
        Optional<CosSliceError> error = CosSliceError.coded(code);
        Failure kind = error.map(CosSliceError::kind)
            .orElseGet(() -> reply.isSuccess() ? Failure.PROTOCOL : Replies.kind(reply.status(), Failure.NO_SUCH_OBJECT));
        String word = code == 0 ? "" : String.valueOf(code);
        String message = Replies.refusal(method, object, reply, word, root.path("message").asText(), kind);
        return UploadException.builder(kind, message).protocolCode(word).httpStatus(reply.status())
            .remedy(error.map(CosSliceError::remedy).orElse(kind.remedy()))
            .requestId(Replies.printable(root.path("request_id").asText()))
            .serverDate(Replies.serverDate(reply).orElse(null))
            .retryAfter(Replies.retryAfter(reply, settings.clock()).orElse(null)).build();
    }

    private static Optional<JsonNode> json(byte[] document) {
        try {
            return Optional.ofNullable(JSON.readTree(document)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the bucket as requests name it. */
    private CosSliceKeys.Bucket bucket(ObjectRef object) {
        String suffix = settings.appId().isEmpty() ? "" : "-" + settings.appId();
        return CosSliceKeys.bucket(object.bucket().endsWith(suffix) ? object.bucket() : object.bucket() + suffix);
    }
}
