package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures cover the target as it was sent: Tomcat, Spring MVC and Spring Security have no say in it. */
class ServletTargetsTest {

    private static Served server;

    @BeforeAll
    static void start() {
        server = Served.by(call -> HttpReply.of(200, Headers.of("X-Method", call.head().method()), "text/plain",
            call.head().authority() + ' ' + call.head().target()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/", "/a%2Fb", "/a%2fb", "/a//b", "//a/b", "//", "///x", "//host.like/key", "/.%2Fx", "/a/../b",
        "/a/./b", "/a%25b", "/a%2525", "/%3B", "/a;b", "/a;b=c/d;e", "/a;b,c", "/a;jsessionid=1", "/a%5Cb", "/a+b%20c", "/%E4%B8%AD",
        "/~*'()!$&@:,=", "/a?uploads", "/a?x=%2F&y=a+b&z", "/a?x=1?2", "/a?x=/../%2f//;,", "/a?x=%zz", "/a?", "/error", "/login"})
    void targetArrivesByteForByte(String target) throws IOException {
        assertThat(server.exchange("PUT " + target + " HTTP/1.1\r\nHost: h:1\r\nContent-Length: 0\r\n\r\n").text())
            .isEqualTo("h:1 " + target);
    }

    @Test
    void targetOfEightKibibytesArrivesWhole() throws IOException {
        targetArrivesByteForByte("/" + "k".repeat(3072) + "?" + "q".repeat(5000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/%2e%2e/x", "/%00", "/%FF", "/a%zz", "/a\"b", "*"})
    void targetThatTomcatCannotMapIsRefusedWithoutAWord(String target) throws IOException {
        Reply reply = server.exchange("PUT " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers().has("X-Method")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"})
    void everyMethodArrives(String method) throws IOException {
        Reply reply = server.exchange(method + " /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertThat(reply.headers().first("X-Method")).contains(method);
    }
}
