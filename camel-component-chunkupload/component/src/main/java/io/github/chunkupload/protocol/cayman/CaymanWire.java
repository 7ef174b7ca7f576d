package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.FormBody;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends the requests of our client with the credentials there are, and tells good replies from failures. Thread-safe. */
final class CaymanWire {

    private static final int MAX_DOCUMENT = 16 << 20;
    private static final int MAX_ERROR = 64 << 10;

    private final HttpTransport transport;
    private final ClientSettings settings;
    private final CaymanFailures failures;
    private final Headers credentials;

    CaymanWire(HttpTransport transport, ClientSettings settings) {
        this.transport = transport;
        this.settings = settings;
        this.failures = new CaymanFailures(settings.clock());
        this.credentials = credentials(settings);
    }

    private static Headers credentials(ClientSettings settings) {
        boolean fixed = new CaymanOptions(settings.options()).fixedSignature();
        Optional<Credentials> key = settings.credentials();
        Optional<String> readyMade = key.flatMap(Credentials::authorization);
        readyMade.ifPresent(CaymanWire::check);
        Optional<String> signed = key.filter(k -> !k.accessKey().isEmpty()).map(k -> CaymanSign.SCHEME + k.accessKey() + ":"
            + (fixed ? k.secretKey() : CaymanSign.signature(k.accessKey(), k.secretKey())));
        return Headers.builder().add(CaymanSign.TOKEN, key.flatMap(Credentials::securityToken))
            .add(CaymanSign.AUTHORIZATION, readyMade.or(() -> signed)).build();
    }

    private static void check(String authorization) {
        if (!authorization.matches(CaymanSign.SCHEME + "[^:\\s]+:\\S+")) {
            throw new IllegalArgumentException("authorization must be DATATOM <access key>:<signature>, as it stands in the header");
        }
    }

    /**
     * Asks for something that is answered with a document.
     *
     * @param fields beside bucket and object id
     * @return the document, which tells a success
     * @throws UploadException when there is none
     */
    JsonNode ask(CaymanOperation operation, ObjectRef object, Map<String, String> fields, Optional<Body> block) {
        HttpReply reply = send(operation, object, fields, block);
        byte[] bytes = reply.isSuccess() ? Replies.document(reply, MAX_DOCUMENT) : Replies.errorBody(reply, MAX_ERROR);
        JsonNode document;
        try {
            document = CaymanJson.parse(bytes);
        } catch (UploadException e) {
            throw reply.isSuccess() ? failures.unreadable(reply, Optional.of(e))
                : failures.of(reply, operation, object, CaymanJson.object());
        }
        boolean list = operation.isList() && !CaymanFailures.hasCode(document) && document.path("result").isArray();
        if (reply.isSuccess() && (CaymanFailures.isSuccess(document) || list)) {
            return document;
        }
        throw reply.isSuccess() && !CaymanFailures.hasCode(document) ? failures.unreadable(reply, Optional.empty())
            : failures.of(reply, operation, object, document);
    }

    /**
     * Asks for bytes. A server may tell a failure with status 200, so bytes of another number than expected are looked at.
     *
     * @param expected how many bytes there must be
     * @return the reply, to be closed by the caller
     * @throws UploadException when it is another
     */
    HttpReply bytes(CaymanOperation operation, ObjectRef object, Map<String, String> fields, long expected) {
        HttpReply reply = send(operation, object, fields, Optional.empty());
        if (reply.isSuccess() && (reply.body().length() < 0 || reply.body().length() == expected)) {
            return reply;
        }
        JsonNode document;
        try {
            document = CaymanJson.parse(Replies.errorBody(reply, MAX_ERROR));
        } catch (UploadException e) {
            document = CaymanJson.object();
        }
        throw reply.isSuccess() && !CaymanFailures.hasCode(document) ? failures.unreadable(reply, Optional.empty())
            : failures.of(reply, operation, object, document);
    }

    private HttpReply send(CaymanOperation operation, ObjectRef object, Map<String, String> fields, Optional<Body> block) {
        Map<String, String> all = new LinkedHashMap<>();
        if (operation.isInBucket()) {
            CaymanNames.checkBucket(object.bucket());
            all.put("bucket", object.bucket());
        }
        if (operation.isAboutObject()) {
            CaymanNames.check(object);
            all.put("objectid", object.key());
        }
        all.putAll(fields);
        Headers.Builder headers = Headers.builder().add("Host", settings.authority()).addAll(credentials);
        if (operation.method().equals("GET")) {
            Query query = Query.NONE;
            for (Map.Entry<String, String> field : all.entrySet()) {
                query = query.with(field.getKey(), field.getValue());
            }
            return send(operation, operation.path() + "?" + query.encode(), headers, Body.EMPTY);
        }
        FormBody form = new FormBody(all, "\"PostData\"; filename=\"block\"", block);
        return send(operation, operation.path(), headers.add("Content-Type", form.contentType()), form);
    }

    private HttpReply send(CaymanOperation operation, String target, Headers.Builder headers, Body body) {
        HttpHead head = new HttpHead(operation.method(), settings.authority(), target, headers.build());
        return Replies.send(transport, HttpCall.to(head, body));
    }
}
