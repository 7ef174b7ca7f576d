package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library of the vendor's own sample against our server, which wants a token and a signature. */
@Timeout(120)
class CaymanHttpClientTest {

    private static final String AUTHORIZATION =
        "DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==";

    @TempDir
    private Path directory;
    private CaymanFixture fixture;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        fixture = new CaymanFixture(directory.resolve("store"), false, Map.of("requireSignature", "true"));
        byte[] content = new byte[5_500_000];
        new Random(5).nextBytes(content);
        file = Files.write(directory.resolve("file"), content);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<String> run(String what) throws Exception {
        return HttpClient43.run(directory, what, fixture.server().uri(), CaymanFixture.TOKEN, AUTHORIZATION, file);
    }

    private void isStored(String key) throws IOException {
        assertThat(fixture.stored(key).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void writesBlocksInAnyOrderAndReadsTheObjectBack() throws Exception {
        List<String> lines = run("current");
        assertThat(lines.get(0)).startsWith("create {\"code\":200,").contains("\"cayman_metadata_field_username\":\"alice\"");
        assertThat(lines).filteredOn(line -> line.startsWith("write ")).hasSize(6)
            .allMatch(line -> line.matches("write \\{\"code\":200,\"result\":\\{\"md5\":\"[0-9a-f]{32}\"}}"));
        assertThat(lines).contains("finish {\"code\":200}", "read true", "download true");
        isStored("directory1/a b+c.bin");
    }

    @Test
    void writesAFileOfTheOlderGeneration() throws Exception {
        List<String> lines = run("older");
        assertThat(lines).filteredOn(line -> line.startsWith("write {\"code\":200,")).hasSize(6);
        assertThat(lines).contains("finish {\"code\":200}", "download true");
        isStored(lines.get(lines.size() - 1).replace("fileid ", ""));
    }

    @Test
    void isRefusedWithAnotherTokenOrSignature() throws Exception {
        URI server = fixture.server().uri();
        String head = "POST /api/cayman/store/object/info HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";
        String token = "ACCESS-TOKEN: " + CaymanFixture.TOKEN + "\r\n";
        assertThat(Requests.exchange(server, head + token + "\r\n").status()).isEqualTo(401);
        assertThat(Requests.exchange(server, head + "Authorization: " + AUTHORIZATION + "\r\nACCESS-TOKEN: x\r\n\r\n").status())
            .isEqualTo(401);
    }
}
