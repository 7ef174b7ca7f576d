package io.github.chunkupload.component;

import static io.github.chunkupload.component.RelayHouse.Style.CAYMAN;
import static io.github.chunkupload.component.RelayHouse.Style.CDCS;
import static io.github.chunkupload.component.RelayHouse.Style.COS;
import static io.github.chunkupload.component.RelayHouse.Style.QINGSTOR;
import static io.github.chunkupload.component.RelayHouse.Style.SLICE_V1;
import static io.github.chunkupload.component.RelayHouse.Style.SLICE_V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.RelayHouse.Style;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol in, every protocol out, call by call: what fits arrives, what does not is refused with its reason. */
@Timeout(120)
class RelayedOperationsTest {

    private static final String OFFSET = "that of a numbered part is not known before all parts before it are";
    private static final String BLOCKS = "blocks that may begin anywhere have no number";
    private static final String SMALL = "smaller than the least part of the store behind";
    private static final String DIGEST = "must know a checksum of the whole object first";
    private static final String FITS = "";

    @TempDir
    private static Path directory;
    private static RelayHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = new RelayHouse(directory, "&receive=operations");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** In, out, and why not. */
    static Stream<Arguments> table() {
        return Stream.of(
            row(COS, FITS, FITS, FITS, OFFSET, OFFSET, OFFSET),
            row(CDCS, FITS, FITS, FITS, OFFSET, OFFSET, OFFSET),
            row(QINGSTOR, FITS, FITS, FITS, OFFSET, OFFSET, OFFSET),
            row(SLICE_V1, FITS, FITS, SMALL, FITS, FITS, FITS),
            row(SLICE_V2, FITS, FITS, SMALL, FITS, FITS, FITS),
            row(CAYMAN, BLOCKS, BLOCKS, BLOCKS, DIGEST, FITS, FITS)).flatMap(row -> row);
    }

    private static Stream<Arguments> row(Style in, String... reasons) {
        return Stream.of(Style.values()).map(out -> Arguments.of(in, out, reasons[out.ordinal()]));
    }

    @ParameterizedTest(name = "{0} in, {1} out")
    @MethodSource("table")
    void whatFitsArrivesAndWhatDoesNotIsRefusedWithItsReason(Style in, Style out, String reason) throws Exception {
        String key = in + "/" + out;
        byte[] bytes = new byte[9_000_001];
        new Random(key.hashCode()).nextBytes(bytes);
        Path file = Files.write(directory.resolve("film.bin"), bytes);
        String announcing = in == SLICE_V2 ? "&protocol.uploadParts=true" : "";

        Exchange sent = house.node().send(house.near(in, out, announcing + "&maxAttempts=1&key=" + key), file.toFile(), Map.of());

        if (reason.isEmpty()) {
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader(ChunkUploadConstants.PARTS, Integer.class)).isGreaterThan(1);
            try (InputStream stored = house.stored(key).getBody(InputStream.class)) {
                assertThat(stored.readAllBytes()).isEqualTo(bytes);
            }
        } else {
            UploadException refusal = ObjectHelper.getException(UploadException.class, sent.getException());
            assertThat(refusal.kind()).isEqualTo(Failure.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining(reason).hasMessageContaining("receive=objects");
        }
    }
}
