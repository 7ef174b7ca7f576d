package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.ServerSettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The vectors V1 to V10: V1 to V8 came out of the signer of the vendor's Java SDK 2.6.5, V1, V2 and V9 out of that of the Go SDK v4.4.1,
 * V9 out of that of the JavaScript SDK 3.1.4 too.
 */
class QingStorSignTest {

    private static final String SECRET = "test/secret+key/0123456789abcdefghijklmn";
    private static final String PART = "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782";
    private static final ServerSettings SETTINGS = QingStorFixture.serverSettings(false, Set.of("127.0.0.1"));

    @Test
    void v1SignsTheParametersOfAPartInOrderAndNoFileOffset() {
        signs("PUT", "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782&part_number=0&file_offset=0",
            Map.of("Date", "Sun, 16 Aug 2015 13:25:10 GMT"),
            "PUT\n\n\nSun, 16 Aug 2015 13:25:10 GMT\n" + PART, "FupfQGlfKS/KE9mJWBFGgHx89x/ygyDUBMn1Fca9K/8=");
    }

    @Test
    void v2SignsTheVendorsHeadersAndTheKeyAsItIsEncoded() {
        signs("PUT", "/mybucket/%28%27this%20is%20test%27%2C%29?upload_id=dbb3d762975711e6b457525441715ab4&part_number=3&file_offset=-1",
            Map.of("Date", "Wed, 10 Dec 2014 17:20:31 GMT", "Content-MD5", "4gJE4saaMU4BqNR0kLY+lw==", "Content-Type", "image/jpeg",
                "X-QS-Encryption-Customer-Key-MD5", "KYvwGXoFFJ42a2u2GDWhwQ==", "x-qs-encryption-customer-algorithm", "AES256",
                "x-qs-encryption-customer-key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            "PUT\n4gJE4saaMU4BqNR0kLY+lw==\nimage/jpeg\nWed, 10 Dec 2014 17:20:31 GMT\nx-qs-encryption-customer-algorithm:AES256\n"
                + "x-qs-encryption-customer-key:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n"
                + "x-qs-encryption-customer-key-md5:KYvwGXoFFJ42a2u2GDWhwQ==\n"
                + "/mybucket/%28%27this%20is%20test%27%2C%29?part_number=3&upload_id=dbb3d762975711e6b457525441715ab4",
            "bAC6RBrWDvsp+azOkLwIxDYXlWLtw/X0Dn9kt9Lwq9g=");
    }

    @Test
    void v3SignsAParameterWithoutValueHoweverItIsWritten() {
        for (String query : new String[] {"?uploads", "?uploads=", "?uploads&"}) {
            signs("POST", "/mybucket/movie.mov" + query, Map.of("Date", "Sun, 16 Aug 2015 13:25:10 GMT"),
                "POST\n\n\nSun, 16 Aug 2015 13:25:10 GMT\n/mybucket/movie.mov?uploads", "t0pb+adzix92xmBPbArm8uXe6CbBNyYZMgIIGUuKcZE=");
        }
    }

    @Test
    void v4SignsTheContentType() {
        signs("POST", "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782",
            Map.of("Date", "Sun, 16 Aug 2015 13:25:10 GMT", "Content-Type", "application/json"),
            "POST\n\napplication/json\nSun, 16 Aug 2015 13:25:10 GMT\n"
                + "/mybucket/large-object?upload_id=4d26b37a469230619604ecdc0e314782", "ei9PIRtPfiOTZp0NMGP993SVDRVyKmEn5bZck1fZ7jA=");
    }

    @Test
    void v5SignsABucketInThePathWithoutASlashBehindIt() {
        for (String target : new String[] {"/mybucket", "/mybucket?"}) {
            signs("GET", target, Map.of("Date", "Sun, 16 Aug 2015 09:05:00 GMT"),
                "GET\n\n\nSun, 16 Aug 2015 09:05:00 GMT\n/mybucket", "lXjSoLkvvwWB3yKu1C+BwQJ7shHOmTDzudHecoDvFlA=");
        }
    }

    @Test
    void v6SignsTheBucketInTheHost() {
        HttpHead head = head("GET", "mybucket.pek3a.qingstor.com", "/?uploads&prefix=Movies/",
            Map.of("Date", "Sun, 25 Dec 2016 19:02:00 GMT"));
        signs(head, "Sun, 25 Dec 2016 19:02:00 GMT", "GET\n\n\nSun, 25 Dec 2016 19:02:00 GMT\n/mybucket/?uploads",
            "ssv1S0RSbrnOsWbAWlmAxXv/Ji+f+cFQq74aCHJ3Dp8=");
    }

    @Test
    void v7SignsTheExpiryOfAUrl() {
        HttpHead head = head("GET", "127.0.0.1", "/mybucket/music.mp3?access_key_id=TESTACCESSKEYID00001&expires=1479107162", Map.of());
        signs(head, "1479107162", "GET\n\n\n1479107162\n/mybucket/music.mp3", "6DoCiMLbaQcr1WsFeRsIiN/KVnJuKKldcBLIdq5Skyc=");
    }

    @Test
    void v8SignsOverridesOfTheReplyDecoded() {
        String date = "Sun, 16 Aug 2015 09:05:00 GMT";
        for (String blank : new String[] {"+", "%20"}) {
            signs("GET", "/mybucket/a%20b.txt?response-content-disposition=attachment%3B" + blank + "filename%3D%22x" + blank + "y.txt%22",
                Map.of("Date", date),
                "GET\n\n\n" + date + "\n/mybucket/a%20b.txt?response-content-disposition=attachment; filename=\"x y.txt\"",
                "rXimsy3Du1X4oOALbQ+J9fSW/zY7uUh5OefY+MvNNrI=");
        }
    }

    @Test
    void v9SignsTheVendorsDateInPlaceOfDate() {
        HttpHead head = head("PUT", "127.0.0.1", "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782",
            Map.of("x-qs-date", "Sun, 16 Aug 2015 13:25:10 GMT", "Content-Type", "application/octet-stream"));
        signs(head, "", "PUT\n\napplication/octet-stream\n\nx-qs-date:Sun, 16 Aug 2015 13:25:10 GMT\n" + PART,
            "ZciwcQoMbO/U9nZzEZjq4ZHkLzXCLikw8sOFTpC9cFE=");
    }

    @Test
    void v10SignsAPartInAUrl() {
        HttpHead head = head("PUT", "127.0.0.1", "/mybucket/large-object?part_number=0&upload_id=4d26b37a469230619604ecdc0e314782"
            + "&access_key_id=TESTACCESSKEYID00001&expires=1479107162", Map.of());
        signs(head, "1479107162", "PUT\n\n\n1479107162\n" + PART, "RhcAX8RagmUGf8lun1t7kgp+ENmLSfAiIk1qBzJ6uR8=");
    }

    private static void signs(String method, String target, Map<String, String> headers, String text, String signature) {
        signs(head(method, "127.0.0.1:8080", target, headers), headers.get("Date"), text, signature);
    }

    private static void signs(HttpHead head, String date, String text, String signature) {
        String signed = QingStorSign.text(head, date, QingStorTarget.of(head, SETTINGS).signedPath(), QingStorQueries.of(head));
        assertThat(signed).isEqualTo(text);
        assertThat(QingStorSign.signature(SECRET, signed)).isEqualTo(signature);
    }

    private static HttpHead head(String method, String host, String target, Map<String, String> headers) {
        Headers.Builder builder = Headers.builder().add("Host", host);
        headers.forEach(builder::add);
        return new HttpHead(method, host, target, builder.build());
    }
}
