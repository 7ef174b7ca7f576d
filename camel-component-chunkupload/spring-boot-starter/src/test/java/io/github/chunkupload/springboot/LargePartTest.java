package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.ForkedJvm;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A part as large as the heap of the server, with a soak factor eight times as large, goes through Tomcat to the disk. */
@Timeout(240)
class LargePartTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    @Tag("soak")
    void partOfTheSizeOfTheHeapAndMoreStreamsThrough() throws Exception {
        int mebibytes = Integer.getInteger("soak.factor", 1) > 1 ? 1024 : 128;
        try (ForkedJvm gateway = ForkedJvm.start(ServletGatewayProgram.class, List.of("-Xmx128m"),
                "--camel.component.chunkupload.data-directory=" + directory)) {
            URI uri = URI.create("http://127.0.0.1:" + gateway.await(line -> line.startsWith("PORT "), 90).substring(5));
            String id = uploadId(Requests.exchange(uri, "POST /b-1250000000/big?uploads HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"));
            try (Requests client = Requests.to(uri)) {
                client.send("PUT /b-1250000000/big?partNumber=1&uploadId=" + id + " HTTP/1.1\r\nHost: h\r\nContent-Length: "
                    + (long) mebibytes * MIB + "\r\n\r\n");
                byte[] block = new byte[MIB];
                for (int i = 0; i < mebibytes; i++) {
                    client.send(block);
                }
                assertThat(client.reply().status()).isEqualTo(200);
            }
            Reply listed = Requests.exchange(uri, "GET /b-1250000000/big?uploadId=" + id + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(listed.text()).contains("<Size>" + (long) mebibytes * MIB + "</Size>");
        }
    }

    private static String uploadId(Reply reply) {
        Matcher id = Pattern.compile("<UploadId>(.+?)</UploadId>").matcher(reply.text());
        assertThat(id.find()).as("%s %s", reply.status(), reply.text()).isTrue();
        return id.group(1);
    }
}
