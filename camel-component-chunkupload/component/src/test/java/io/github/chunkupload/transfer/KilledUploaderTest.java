package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An uploader in a process of its own is killed at ten random moments, in the soak at twenty, and started until the object is there. */
@Tag("soak")
@Timeout(600)
class KilledUploaderTest {

    private static final int PART = 8 * 1024;
    private static final int KILLS = 10 * Math.min(2, Integer.getInteger("soak.factor", 1));
    private static final int PARTS = 12 * KILLS;
    private static final int PARALLEL = 4;
    private static final ObjectRef OBJECT = new ObjectRef("bucket-1250000000", "killed/many times.bin");
    private static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");

    @TempDir
    Path directory;

    private final Random random = new Random(20261121);
    private final List<Integer> received = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Process uploader;
    private int requestsLeft;
    private boolean killBefore;

    @Test
    void anUploaderKilledManyTimesSendsNoConfirmedPartAgainAndEndsWithTheSameBytes() throws Exception {
        Path file = Files.write(directory.resolve("source"), TransferTestBase.bytes(PARTS * PART - 1));
        long total = 0;
        try (DiskStore disk = DiskStore.open(directory.resolve("store"), new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
                SocketServer server = SocketServer.start(killing(server(disk)));
                FileJournal journal = FileJournal.open(directory.resolve("journal"))) {
            for (int kill = 0; kill <= KILLS; kill++) {
                Set<Integer> confirmed = new HashSet<>();
                journal.entries().forEach(entry -> confirmed.addAll(entry.parts().keySet()));
                int exit = run(server.uri(), file, kill < KILLS);
                assertThat(received).as("parts of run %d", kill).filteredOn(confirmed::contains).isEmpty();
                total += bytes.getAndSet(0);
                assertThat(exit == 0).as("run %d ended by itself", kill).isEqualTo(kill == KILLS);
            }
            try (Download download = disk.get(OBJECT, ByteRange.ALL, Access.NONE)) {
                assertThat(download.body().open().readAllBytes()).isEqualTo(Files.readAllBytes(file));
            }
            assertThat(total).as("bytes that came").isBetween(Files.size(file), Files.size(file) + (long) KILLS * PARALLEL * PART);
            assertThat(journal.entries()).isEmpty();
            assertThat(disk.uploads(UploadQuery.of(OBJECT)).items()).as("uploads whose id died with the process")
                .hasSizeLessThanOrEqualTo(1);
        }
    }

    private int run(URI endpoint, Path file, boolean toBeKilled) throws IOException, InterruptedException {
        synchronized (received) {
            received.clear();
            requestsLeft = toBeKilled ? 2 + random.nextInt(11) : Integer.MAX_VALUE;
            killBefore = random.nextBoolean();
            uploader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Uploader.class.getName(), endpoint.toString(), file.toString(),
                directory.resolve("journal").toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("uploader.log").toFile()).start();
        }
        assertThat(uploader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return uploader.exitValue();
    }

    private static HttpHandler server(ObjectStore disk) {
        return new CosProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(CREDENTIALS), false, Set.of(),
            OBJECT.bucket(), Set.of("127.0.0.1"), "", Map.of(), OptionalLong.of(1), Clock.systemUTC()));
    }

    private HttpHandler killing(HttpHandler server) {
        return call -> {
            boolean last;
            synchronized (received) {
                requestsLeft--;
                last = requestsLeft == 0;
                call.head().query().first("partNumber").ifPresent(number -> {
                    received.add(Integer.parseInt(number) - 1);
                    bytes.addAndGet(call.body().length());
                });
            }
            if (last && killBefore) {
                kill();
            }
            HttpReply reply = server.handle(call);
            if (last && !killBefore) {
                kill();
            }
            return reply;
        };
    }

    private void kill() {
        try {
            uploader.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process that is killed. */
    static final class Uploader {

        private Uploader() {
        }

        public static void main(String[] arguments) throws Exception {
            URI endpoint = URI.create(arguments[0]);
            ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
            CamelContext camel = new DefaultCamelContext();
            camel.start();
            try {
                CamelHttpTransport transport = new CamelHttpTransport(camel, endpoint, Map.of());
                ObjectStore store = new CosProtocol().client(transport, new ClientSettings(endpoint, ClientSettings.Addressing.PATH,
                    Optional.of(CREDENTIALS), "ap-guangzhou", "", Map.of(), OptionalLong.of(1), Clock.systemUTC()));
                TransferSettings settings = TransferSettings.builder().partSize(PART).parallelParts(PARALLEL).build();
                try (FileJournal journal = FileJournal.open(Path.of(arguments[2])); Source source = Source.of(Path.of(arguments[1]))) {
                    Transfer.on(store).endpoint("http://cos.example").settings(settings).journal(journal).executor(pool).build()
                        .upload(UploadRequest.of(OBJECT), source);
                }
                store.close();
                transport.close();
            } finally {
                camel.stop();
                pool.shutdownNow();
            }
        }
    }
}
