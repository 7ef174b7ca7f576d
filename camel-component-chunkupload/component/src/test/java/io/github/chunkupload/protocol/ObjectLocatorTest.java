package io.github.chunkupload.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLocatorTest {

    private static final Set<String> NONE = Set.of();

    @ParameterizedTest
    @CsvSource({
        "b-1250000000.cos.ap-beijing.myqcloud.com, /key, b-1250000000, key",
        "B-1250000000.COS.ap-beijing.myqcloud.com:8080, /key, b-1250000000, key",
        "b-1250000000.cos.ap-beijing.myqcloud.com, /other-1250000000/key, b-1250000000, other-1250000000/key",
        "b-1250000000.example.com, /, b-1250000000, ''",
        "127.0.0.1:9000, /b-1250000000/dir%20one/a%2Bb//c, b-1250000000, dir one/a+b//c",
        "127.0.0.1:9000, /b-1250000000, b-1250000000, ''",
        "127.0.0.1:9000, /b-1250000000/, b-1250000000, ''",
        "127.0.0.1:9000, /b-1250000000%2Fkey, b-1250000000, key",
        "localhost, /b-1/../../x/./y, b-1, ../../x/./y",
        "node-1.example.com, /b-7/%2Fkey, b-7, /key",
        "cos.ap-beijing.myqcloud.com, /b-1250000000/a, b-1250000000, a"})
    void findsTheBucketInHostOrPath(String authority, String target, String bucket, String key) {
        assertThat(locate(settings(NONE, "", NONE), authority, target)).isEqualTo(new ObjectRef(bucket, key));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, /key, default, key",
        "127.0.0.1:9000, /photos-1250000000/key, default, photos-1250000000/key",
        "127.0.0.1:9000, /named/key, named, key",
        "cos.ap-beijing.myqcloud.com, /b-1250000000/a, b-1250000000, a",
        "named.example.com, /key, named, key",
        "named, /key, default, key",
        "127.0.0.1:9000, //key, default, /key"})
    void takesTheDefaultBucketForTheRest(String authority, String target, String bucket, String key) {
        ServerSettings settings = settings(Set.of("named", "default", "b-1250000000"), "default", NONE);

        assertThat(locate(settings, authority, target)).isEqualTo(new ObjectRef(bucket, key));
    }

    @ParameterizedTest
    @CsvSource({
        "bucket.s3.example.com, /key, bucket, key",
        "two.labels.s3.example.com, /key, two.labels, key",
        "s3.example.com, /anything/key, anything, key",
        "notmine.example.com, /b-1/key, b-1, key"})
    void knowsItsBaseHosts(String authority, String target, String bucket, String key) {
        assertThat(locate(settings(NONE, "", Set.of("s3.example.com")), authority, target)).isEqualTo(new ObjectRef(bucket, key));
    }

    @Test
    void refusesARequestWithoutBucketAndABucketThatIsNotServed() {
        refused(Failure.INVALID_BUCKET, settings(NONE, "", NONE), "127.0.0.1", "/key");
        refused(Failure.NO_SUCH_BUCKET, settings(Set.of("mine"), "mine", NONE), "other-1250000000.cos.ap-beijing.myqcloud.com", "/key");
    }

    @Test
    void brokenEncodingIsNoBucketAndNoKey() {
        ServerSettings settings = settings(NONE, "default", NONE);

        assertThat(locator(settings).bucket(head("127.0.0.1", "/%zz/key"))).isEqualTo("default");
        assertThatIllegalArgumentException().isThrownBy(() -> locate(settings, "127.0.0.1", "/%zz/key"));
    }

    private static ObjectRef locate(ServerSettings settings, String authority, String target) {
        return locator(settings).locate(head(authority, target));
    }

    private static ObjectLocator locator(ServerSettings settings) {
        return new ObjectLocator(settings, host -> host.equals("cos.ap-beijing.myqcloud.com"));
    }

    private static HttpHead head(String authority, String target) {
        return new HttpHead("GET", authority, target, Headers.NONE);
    }

    private static void refused(Failure kind, ServerSettings settings, String authority, String target) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> locate(settings, authority, target))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static ServerSettings settings(Set<String> buckets, String defaultBucket, Set<String> baseHosts) {
        return new ServerSettings(CredentialSource.of(), false, buckets, defaultBucket, baseHosts, "", Map.of(), OptionalLong.empty(),
            Clock.systemUTC());
    }
}
