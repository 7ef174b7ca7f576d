package io.github.chunkupload.protocol.cdcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Signed requests to a server of CDCS as text, and what its replies say. */
record CdcsCalls(URI server) {

    /** Sends a request with the usual key, and Content-Length where there is a body to be. */
    Reply call(String method, String target, Headers headers, String body) throws IOException {
        return call(method, target, headers, body, CdcsFixture.KEY);
    }

    Reply call(String method, String target, Headers headers, String body, Credentials key) throws IOException {
        boolean sends = method.equals("PUT") || method.equals("POST");
        Headers all = sends ? headers.with("Content-Length", String.valueOf(body.length())) : headers;
        try (Requests requests = Requests.to(server)) {
            requests.send(text(signed(method, target, all, key))).send(body);
            return method.equals("HEAD") ? requests.replyToHead() : requests.reply();
        }
    }

    /** Returns a signed request without a body; the authority is a host among the headers, else the server itself. */
    HttpHead signed(String method, String target, Headers headers, Credentials key) {
        String authority = headers.first("Host").orElse("127.0.0.1:" + server.getPort());
        Headers all = headers.has("Host") ? headers : Headers.builder().add("Host", authority).addAll(headers).build();
        HttpHead head = new HttpHead(method, authority, signable(target), all);
        String authorization = new QSignSigner(key, CdcsHeaders.PREFIX, Clock.systemUTC()).sign(head, Duration.ofHours(1)).authorization();
        Headers token = key.securityToken().map(text -> all.with(CdcsHeaders.TOKEN, text)).orElse(all);
        return new HttpHead(method, authority, target, token.with("Authorization", authorization));
    }

    /** A path that is not UTF-8 cannot be signed; the refusal comes before anybody looks at the signature. */
    private static String signable(String target) {
        return target.contains("%C3") ? "/" : target;
    }

    static String text(HttpHead head) {
        StringBuilder text = new StringBuilder(head.method() + " " + head.target() + " HTTP/1.1\r\n");
        head.headers().fields().forEach(field -> text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
        return text.append("\r\n").toString();
    }

    static Reply refused(int status, String code, Reply reply) throws IOException {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(json(reply).get("Code").asText()).as(reply.text()).isEqualTo(code);
        assertThat(json(reply).get("Message").asText()).isNotBlank();
        return reply;
    }

    static JsonNode json(Reply reply) throws IOException {
        return new JsonMapper().readTree(reply.body());
    }
}
