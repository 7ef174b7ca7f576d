package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdcsProtocolTest {

    private final CdcsProtocol protocol = new CdcsProtocol();

    @Test
    void isSurestOfItsOwnHostsHeadersAndDocuments() {
        Headers signed = Headers.of("Authorization", "q-sign-algorithm=sha1&q-ak=x");
        int signature = sure("localhost", "/c/k", signed);
        int json = sure("localhost", "/c/k", signed.with("Accept", "application/json"));

        assertThat(sure("localhost", "/c/k", Headers.NONE)).isZero();
        assertThat(sure("localhost", "/c/k?%zz", Headers.NONE)).isZero();
        assertThat(signature).isBetween(1, 59);
        assertThat(json).isGreaterThan(60);
        assertThat(sure("cdcs.ap-tianjin.myqcloud.com", "/c/k", signed)).isGreaterThan(json);
        assertThat(sure("service.cdcs.myqcloud.com", "/c", signed)).isGreaterThan(json);
        assertThat(sure("localhost", "/c/k", signed.with("X-Cdcs-Security-Token", "t"))).isGreaterThan(json);
    }

    @ParameterizedTest
    @CsvSource({"/examplecoffer-1250000000/a/b, examplecoffer-1250000000", "/examplecoffer-1250000000?uploads, examplecoffer-1250000000",
        "/a%2Db/k, a-b", "/, ''", "/%C3/k, ''"})
    void findsTheCofferInThePathWhateverTheHost(String target, String coffer) {
        HttpHead head = new HttpHead("GET", "b-1250000000.example.com", target, Headers.NONE);

        assertThat(protocol.bucket(head, CdcsFixture.serverSettings(false, Map.of()))).isEqualTo(coffer);
    }

    @Test
    void refusesOtherAddressingAndOtherGenerations() {
        assertThatIllegalArgumentException().isThrownBy(() -> protocol.client(null, settings(Addressing.VIRTUAL, "json")))
            .withMessageContaining("addressing=path");
        assertThatIllegalArgumentException().isThrownBy(() -> protocol.client(null, settings(Addressing.PATH, "yaml")))
            .withMessageContaining("json or xml");
        assertThat(protocol.addressing(URI.create("https://cdcs.ap-tianjin.myqcloud.com"))).isEqualTo(Addressing.PATH);
    }

    @Test
    void tellsWhoIsKeptWaitingInItsOwnForm() throws Exception {
        HttpHead head = new HttpHead("PUT", "localhost", "/" + COFFER + "/k", Headers.NONE);
        HttpReply busy = protocol.refuse(head, UploadException.of(Failure.BUSY, "later"));
        HttpReply pending = protocol.refuse(head, UploadException.of(Failure.PENDING, "on its way"));

        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("Retry-After")).hasValue("1");
        assertThat(busy.text(1000)).contains("\"Code\":\"SlowDown\"");
        assertThat(pending.status()).isEqualTo(409);
        assertThat(pending.header("Retry-After")).hasValue("1");
        assertThat(pending.text(1000)).contains("\"Code\":\"DataSynchronization\"");
    }

    private int sure(String host, String target, Headers headers) {
        return protocol.recognises(new HttpHead("GET", host, target, headers));
    }

    private static ClientSettings settings(Addressing addressing, String generation) {
        return new ClientSettings(URI.create("http://localhost"), addressing, Optional.empty(), "", "", Map.of("generation", generation),
            OptionalLong.empty(), Clock.systemUTC());
    }
}
