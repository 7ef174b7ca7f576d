package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosSliceProtocolTest {

    private final CosSliceProtocol protocol = new CosSliceProtocol();

    @ParameterizedTest
    @CsvSource({"http://web.file.myqcloud.com, '', FIRST_GAP", "http://gz.file.myqcloud.com, '', LIST",
        "https://sgp.file.myqcloud.com:8443, '', LIST", "http://127.0.0.1:9000, '', FIRST_GAP", "http://127.0.0.1:9000, v2, LIST",
        "http://gz.file.myqcloud.com, v1, FIRST_GAP"})
    void speaksTheDialectOfTheHostUnlessTold(String endpoint, String dialect, PartsKnown known) {
        assertThat(client(endpoint, dialect.isEmpty() ? Map.of() : Map.of("dialect", dialect)).traits("b").partsKnown()).isEqualTo(known);
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> client("http://x", Map.of("dialect", "v3")))
            .withMessageContaining("v1 or v2");
        assertThatIllegalArgumentException().isThrownBy(() -> client("http://x", Map.of("sliceSize", "7")))
            .withMessageContaining("524288");
        assertThatIllegalArgumentException().isThrownBy(() -> protocol.server(caller -> null, new ServerSettings(CredentialSource.of(),
            false, Set.of(), "", Set.of(), "", Map.of("scheme", "ftp"), OptionalLong.empty(), Clock.systemUTC())))
            .withMessageContaining("http or https");
    }

    @ParameterizedTest
    @CsvSource({"/files/v1/1250000000/b/x, h, 95", "/files/v2/1250000000/b/x, h, 95", "/x, b-1250000000.file.myqcloud.com, 90",
        "/x, b-1250000000.cosgz.myqcloud.com, 90", "/x, b-1250000000.cos.ap-guangzhou.myqcloud.com, 0", "/files/v3/1250000000/b/x, h, 0"})
    void recognisesPathsAndHosts(String path, String host, int sure) {
        assertThat(protocol.recognises(new HttpHead("GET", host, path, Headers.NONE))).isEqualTo(sure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"examplebucket", "examplebucket-1250000000", "Example-Bucket"})
    void takesBucketsWithAndWithoutTheirApplicationId(String bucket) {
        assertThatCode(() -> protocol.checkBucket(bucket)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../etc", "a/b", "-a", "中"})
    void refusesWhatIsNoBucket(String bucket) {
        assertThat(catchThrowableOfType(UploadException.class, () -> protocol.checkBucket(bucket)).kind())
            .isEqualTo(Failure.INVALID_BUCKET);
    }

    @Test
    void whoHasNoKeySignsNoAddresses() {
        assertThat(client("http://x", Map.of()).capability(Presigning.class)).isEmpty();
    }

    private ObjectStore client(String endpoint, Map<String, String> options) {
        return protocol.client(null, new ClientSettings(URI.create(endpoint), Addressing.VIRTUAL, Optional.empty(), "", "", options,
            OptionalLong.empty(), Clock.systemUTC()));
    }
}
