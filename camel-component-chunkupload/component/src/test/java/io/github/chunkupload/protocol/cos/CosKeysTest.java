package io.github.chunkupload.protocol.cos;

import static org.assertj.core.api.Assertions.assertThat;

import com.qcloud.cos.utils.UrlEncoderUtils;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.KeyPath;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "dir one/a+b~*&中.bin", "a//b", "a///b", "a./b", "./a", "../../etc/passwd", "dir/", "dir//", "a'()!*;:@,=$",
        "%2F", "a\\b", "😀/x", ".hidden", "x/.y/..z"})
    void encodesAsTheVendorsSdk(String key) {
        assertThat(KeyPath.encode(key)).isEqualTo(UrlEncoderUtils.encodeUrlPath("/" + key));
    }

    @ParameterizedTest
    @CsvSource({"., /%2E", ".., /%2E.", "a/.., a%2F..", "a/b/., a/b%2F.", "a/./b, /a/.%2Fb", "a/../b, /a/..%2Fb"})
    void encodesDotSegmentsThatTheSdkLeaves(String key, String path) {
        assertThat(KeyPath.encode(key)).isEqualTo(path.startsWith("/") ? path : "/" + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/..", "a/.", "a/./b", "a/../b", "../../etc/passwd", "a//b", "./", "../", "a/b/../.."})
    void survivesAProxyThatNormalises(String key) {
        String path = KeyPath.encode(key);

        assertThat(URI.create("http://host" + path).normalize().getRawPath()).isEqualTo(path);
        assertThat(Percent.decode(path)).isEqualTo("/" + key);
    }

    @Test
    void refusesWhatCosCannotHold() {
        assertThat(CosKeys.SENT.refusal("k".repeat(850))).isEmpty();
        assertThat(CosKeys.SENT.refusal("中".repeat(284)).orElse("")).contains("852 bytes");
        assertThat(CosKeys.SENT.refusal("a\u0001b").orElse("")).contains("U+0001");
        assertThat(CosKeys.SENT.refusal("\uFFFF").orElse("")).contains("U+FFFF");
        assertThat(CosKeys.SENT.refusal("/a").orElse("")).contains("slash");
        assertThat(CosKeys.SENT.refusal("")).isPresent();
    }

    @Test
    void theServerTakesALeadingSlash() {
        assertThat(CosKeys.SERVED.refusal("/a")).isEmpty();
    }
}
