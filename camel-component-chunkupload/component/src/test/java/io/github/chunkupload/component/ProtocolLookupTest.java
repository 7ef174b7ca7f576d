package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void aBeanGoesBeforeTheBuiltInProtocolOfItsName() {
        CosProtocol other = new CosProtocol();
        node.context().getRegistry().bind("cos", other);

        assertThat(new ProtocolLookup(node.context()).find("cos")).isSameAs(other);
    }

    @Test
    void aNameNearlyRightIsRefusedWithTheRightOne() {
        assertThatThrownBy(() -> new ProtocolLookup(node.context()).find("qinstor")).hasMessageEndingWith("did you mean qingstor?");
    }
}
