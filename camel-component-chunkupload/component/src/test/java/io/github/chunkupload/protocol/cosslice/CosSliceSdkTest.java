package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Java SDK 3.3, unmodified, in a JVM with a class path of its own: newer generations have classes of the same names. */
@Timeout(60)
class CosSliceSdkTest {

    @TempDir
    private Path directory;

    @Test
    void theVendorsSdkUploadsAsksAndDeletes() throws Exception {
        String small = write("small.txt", 5000);
        String large = write("big.bin", 3_000_000);
        try (ObjectStore disk = DiskStore.open(directory.resolve("store"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
                SocketServer server = SocketServer.start(new CosSliceProtocol().server(caller -> disk, new ServerSettings(
                    CredentialSource.of(Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123")), false, Set.of(), "", Set.of(), "",
                    Map.of(), OptionalLong.empty(), Clock.systemUTC())))) {
            List<String> lines = SliceSdk.run("cos-api-3", "CosApi3Program", directory, List.of(),
                server.uri() + "/files/v1", small, large);

            assertThat(line(lines, "upload")).contains("\"code\":0").contains("access_url");
            assertThat(line(lines, "slices")).contains("\"code\":0").contains("/1250000000/examplebucket/big.bin");
            assertThat(line(lines, "again")).as("there already").contains("\"code\":0").contains("access_url");
            assertThat(line(lines, "stat")).contains("\"code\":0").contains("\"filesize\":3000000");
            assertThat(line(lines, "delete")).contains("\"code\":0");
            assertThat(line(lines, "gone")).contains("-197");
            assertThat(disk.head(new ObjectRef("examplebucket-1250000000", "dir one/a+b~.txt"), Access.NONE).size()).isEqualTo(5000);
        }
    }

    private static String line(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).findFirst()
            .orElseThrow(() -> new AssertionError("No line '" + word + "' in\n" + String.join("\n", lines)));
    }

    private String write(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes).toString();
    }
}
