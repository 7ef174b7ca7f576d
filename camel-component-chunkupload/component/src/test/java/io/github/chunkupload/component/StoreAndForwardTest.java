package io.github.chunkupload.component;

import static io.github.chunkupload.component.RelayHouse.Style.CDCS;
import static io.github.chunkupload.component.RelayHouse.Style.COS;
import static io.github.chunkupload.component.RelayHouse.Style.QINGSTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.RelayHouse.Style;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol in, every protocol out, object by object. */
@Timeout(120)
class StoreAndForwardTest {

    private static final Set<Style> TYPED = EnumSet.of(COS, CDCS, QINGSTOR);
    private static final Set<Style> NOTED = EnumSet.of(COS, QINGSTOR);

    @TempDir
    private static Path directory;
    private static RelayHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = new RelayHouse(directory, "&receive=objects&fsync=never&afterDelivery=delete&dataDirectory=DATA");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Style.values()).flatMap(in -> Stream.of(Style.values()).map(out -> Arguments.of(in, out)));
    }

    @ParameterizedTest(name = "{0} in, {1} out")
    @MethodSource("pairs")
    void anObjectArrivesAsItWasSentWithTheMetadataThatBothCarry(Style in, Style out) throws Exception {
        byte[] bytes = new byte[5_000_001];
        String key = in + "/" + out;
        new Random(key.hashCode()).nextBytes(bytes);
        Path file = Files.write(directory.resolve("film.bin"), bytes);
        boolean typed = TYPED.contains(in) && TYPED.contains(out);
        boolean noted = NOTED.contains(in) && NOTED.contains(out);

        house.node().call(house.near(in, out, (typed ? "&contentType=image/png" : "") + (noted ? "&metadata.owner=me" : "")
            + "&maxAttempts=1&key=" + key), file.toFile(), Map.of());

        Message stored = house.stored(key);
        try (InputStream content = stored.getBody(InputStream.class)) {
            assertThat(content.readAllBytes()).isEqualTo(bytes);
        }
        if (typed) {
            assertThat(stored.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/png");
        }
        Map<?, ?> metadata = stored.getHeader(ChunkUploadConstants.METADATA, Map.class);
        assertThat(metadata.get("owner")).isEqualTo(noted ? "me" : null);
    }
}
