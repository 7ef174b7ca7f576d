package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.Node;
import io.github.chunkupload.component.StoreServer;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be scattered or gathered fails by name, and leaves nothing half done. */
class ScatterGatherFailuresTest extends ScatterGatherFixture {

    @Test
    void aPartThatNoWorkerCanSendFailsTheUploadByNameAfterItsAttempts() throws Exception {
        partTimeout = "200";
        watch(call -> StoreServer.isPart(call) && call.head().query().first("partNumber").orElseThrow().equals("3")
            ? StoreServer.reply(403) : Optional.empty());
        templates(Form.YAML, "2");

        scatter();

        awaitFailed(Failure.FORBIDDEN);
        assertThat(failed.get(0).get(VerdictProcessor.FAILURE_MESSAGE)).asString().contains("missing are 1000 bytes from 2000");
        assertThat(claims).filteredOn(index(2)).hasSizeBetween(3, 6);
        assertThat(server.uploads()).hasSize(1);
    }

    @Test
    void anUploadThatTheStoreLostFailsByName() throws Exception {
        partTimeout = "200";
        lost = claim -> {
            server.uploads().forEach(info -> server.disk().abort(info.upload()));
            return false;
        };
        templates(Form.YAML, "3");

        scatter();

        awaitFailed(Failure.NO_SUCH_UPLOAD);
    }

    @Test
    void aSourceThatChangedFailsByNameAndItsPartsAreGivenUp() throws Exception {
        partTimeout = "200";
        lost = index(3).and(claim -> {
            try {
                Files.write(shared.resolve("file.bin"), new byte[bytes.length]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return false;
        });
        templates(Form.YAML, "3");

        scatter();

        awaitFailed(Failure.SOURCE_CHANGED);
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "link", "/etc/hostname", "no such file"})
    void aClaimOfAFileOutsideTheSharedDirectoryIsRefused(String path) throws Exception {
        partTimeout = "200";
        Path secret = Files.write(directory.resolve("secret"), bytes);
        Files.createSymbolicLink(shared.resolve("link"), secret);
        lost = claim -> true;
        templates(Form.YAML, "1");
        scatter();
        Failure expected = path.startsWith("no") ? Failure.SOURCE_UNREADABLE : Failure.FORBIDDEN;

        claims.forEach(claim -> node.send("seda:work", claim.replace("\"path\":\"file.bin\"", "\"path\":\"" + path + "\""), Map.of()));

        awaitFailed(expected);
        assertThat(failed.get(0).get(VerdictProcessor.FAILURE_MESSAGE)).asString().doesNotContain(directory.toString());
        assertThat(sent).isEmpty();
    }

    @Test
    void aFileOutsideTheSharedDirectoryIsNotScattered() throws Exception {
        templates(Form.YAML, "1");

        Exchange refused = node.send("direct:scatter", Files.write(directory.resolve("other"), bytes).toFile(), Map.of());

        assertThat(refused.getException()).isInstanceOfSatisfying(UploadException.class,
            e -> assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN));
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void whatIsNoFileIsNotScattered() throws Exception {
        templates(Form.YAML, "1");

        assertThat(node.send("direct:scatter", "text", Map.of()).getException()).hasMessageContaining("Only a file can be scattered");
    }

    @Test
    void whatGoesInOneRequestIsDoneAtOnce() throws Exception {
        Files.write(shared.resolve("file.bin"), new byte[PART]);
        templates(Form.YAML, "1");

        assertThat(scatter().getException()).isNull();

        assertThat(done).hasSize(1);
        assertThat(claims).isEmpty();
        assertThat(stored()).hasSize(PART);
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatTakesPartsInTheirOrderIsRefusedAndNothingIsLeft(Form form) throws Exception {
        try (Node serial = new Node(directory.resolve("serial"), "cos-slice")) {
            serial.receive("", exchange -> { });
            Files.write(shared.resolve("file.bin"), new byte[5 << 19]);
            form.addTo(serial.context());
            TemplatedRouteBuilder.builder(serial.context(), ChunkUploadRouteTemplates.SCATTER).parameter("from", "direct:scatter")
                .parameter("to", serial.to("&key=k&partSize=1MB")).parameter("directory", shared.toString())
                .parameter("work", "seda:work").parameter("receipts", "seda:receipts").parameter("done", "seda:done").add();

            Exchange refused = serial.send("direct:scatter", shared.resolve("file.bin").toFile(), Map.of());

            assertThat(refused.getException()).hasMessageContaining("one after another").hasMessageContaining("chunkupload-split-upload");
        }
    }

    @Test
    void whatIsNoMessageOfTheseRoutesIsRefused() throws Exception {
        templates(Form.YAML, "1");

        for (String text : new String[] {"", "text", "[]", "{}", "{\"upload\":{}}"}) {
            node.send("seda:work", text, Map.of());
            node.send("seda:receipts", text, Map.of());
        }
        scatter();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
    }
}
