package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.model.CompleteMultipartUploadRequest;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.PartETag;
import com.qcloud.cos.model.UploadPartRequest;
import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.cos.VendorSdk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The vendors' clients, unmodified, against a gateway on the embedded Tomcat: every signature covers the key as it was sent. */
class GatewayOnTomcatTest {

    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final String BUCKET = "examplebucket-1250000000";

    @TempDir
    private static Path directory;

    private static final Map<String, String> RECEIVED = new ConcurrentHashMap<>();
    private static ServletWebServerApplicationContext application;
    private static int port;
    private static COSClient cos;
    private static Bucket qingStor;

    @ImportAutoConfiguration({CamelAutoConfiguration.class, ChunkUploadComponentAutoConfiguration.class})
    static class WithCamel extends Served.Application {
    }

    @BeforeAll
    static void start() throws Exception {
        application = (ServletWebServerApplicationContext) new SpringApplicationBuilder(WithCamel.class).properties("server.port=0",
            "server.address=127.0.0.1", "camel.chunkupload.servlet.enabled=true", "spring.main.banner-mode=off",
            "camel.component.chunkupload.access-key=" + KEY.accessKey(), "camel.component.chunkupload.secret-key=" + KEY.secretKey(),
            "camel.component.chunkupload.server-uri=servlet:", "camel.component.chunkupload.base-hosts=127.0.0.1",
            "camel.component.chunkupload.data-directory=" + directory).run();
        application.getBean(CamelContext.class).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("chunkupload:any:" + BUCKET).process(exchange -> RECEIVED.put(
                    exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class), exchange.getMessage().getBody(String.class)));
            }
        });
        port = application.getWebServer().getPort();
        cos = VendorSdk.RESOLVER.client(port, KEY);
        EnvContext env = new EnvContext(KEY.accessKey(), KEY.secretKey());
        env.setEndpoint("http://127.0.0.1:" + port);
        qingStor = new QingStor(env).getBucket(BUCKET, null);
    }

    @AfterAll
    static void stop() {
        cos.shutdown();
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir one/a+b~*&中.bin", "a//b", "a///b", "./a", "../../etc/passwd", "a/../b", "dir/", "%2F", "a%20b", "a?b#c",
        "a;b=c;d,e", ";", "a\\b", "<&>\"'", "😀", "[x]{y}|z^"})
    void tencentsClientPutsAndUploadsWhateverTheKey(String key) {
        cos.putObject(BUCKET, key, "put " + key);
        assertThat(RECEIVED).containsEntry(key, "put " + key);
        byte[] content = ("part " + key).getBytes(StandardCharsets.UTF_8);
        String id = cos.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key)).getUploadId();
        PartETag part = cos.uploadPart(new UploadPartRequest().withBucketName(BUCKET).withKey(key).withUploadId(id).withPartNumber(1)
            .withPartSize(content.length).withInputStream(new ByteArrayInputStream(content))).getPartETag();
        cos.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, key, id, new ArrayList<>(List.of(part))));
        assertThat(RECEIVED).containsEntry(key, "part " + key);
        assertThat(cos.getObjectMetadata(BUCKET, key).getContentLength()).isEqualTo(content.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b+c", "中/文", "a;b=c", "x/y~z", "50%", "a=b&c"})
    void qingStorsClientPutsWhateverTheKey(String key) throws Exception {
        byte[] content = ("q " + key).getBytes(StandardCharsets.UTF_8);
        Bucket.PutObjectInput input = new Bucket.PutObjectInput();
        input.setBodyInputStream(new ByteArrayInputStream(content));
        input.setContentLength((long) content.length);
        assertThat(qingStor.putObject(key, input).getStatueCode()).isEqualTo(201);
        assertThat(RECEIVED).containsEntry(key, "q " + key);
    }
}
