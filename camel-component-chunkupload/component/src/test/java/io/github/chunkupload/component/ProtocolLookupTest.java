package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.toy.ToyProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolLookupTest {

    @TempDir
    Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void builtInProtocolsAreFoundByTheirServiceFiles() {
        ProtocolLookup lookup = new ProtocolLookup(node.context());

        assertThat(lookup.find("cos")).isInstanceOf(CosProtocol.class);
        assertThat(lookup.all(List.of())).containsKey("cos").doesNotContainKey("toy");
        assertThatThrownBy(() -> lookup.find("../cos")).hasMessageContaining("Unknown protocol '../cos': known are ");
    }

    @Test
    void allFiveAreBuiltInUnderTheirOwnNames() {
        Map<String, Protocol> all = new ProtocolLookup(node.context()).all(List.of());

        assertThat(all).containsOnlyKeys("cos", "cdcs", "qingstor", "cos-slice", "cayman");
        assertThat(all).allSatisfy((name, protocol) -> assertThat(protocol.name()).isEqualTo(name));
    }

    @Test
    void aBeanIsAProtocolUnderItsOwnName() {
        ToyProtocol toy = new ToyProtocol();
        node.context().getRegistry().bind("whatever", toy);
        ProtocolLookup lookup = new ProtocolLookup(node.context());

        assertThat(lookup.find(toy.name())).isSameAs(toy);
        assertThat(lookup.all(List.of())).containsKeys("cos", toy.name());
    }

    @Test
    void aBeanGoesBeforeTheBuiltInProtocolOfItsName() {
        CosProtocol other = new CosProtocol();
        node.context().getRegistry().bind("cos", other);

        assertThat(new ProtocolLookup(node.context()).find("cos")).isSameAs(other);
    }

    @Test
    void allProtocolsAreSpokenOnOnePort() throws Exception {
        ToyProtocol toy = new ToyProtocol();
        node.context().getRegistry().bind("toy", toy);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        node.route(node.gateway(Node.BUCKET, "&defaultBucket=" + Node.BUCKET).replace("chunkupload:cos:", "chunkupload:any:"), "gateway",
            e -> received.add(e.getMessage().getHeader(ChunkUploadConstants.KEY) + " " + e.getMessage().getBody(String.class)));

        List<String> protocols = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman", toy.name());
        for (String protocol : protocols) {
            node.call(node.to("&key=by " + protocol).replace("chunkupload:cos:", "chunkupload:" + protocol + ":"), protocol, Map.of());
        }

        assertThat(received).containsExactlyElementsOf(protocols.stream().map(p -> "by " + p + " " + p).toList());
    }
}
