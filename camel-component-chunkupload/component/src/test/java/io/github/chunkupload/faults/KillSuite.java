package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
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
import io.github.chunkupload.testing.SocketServer;
import io.github.chunkupload.transfer.FileJournal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An uploader in a process of its own is killed at random moments, in the soak at twenty, and started until the object is there. A
 * subclass says which program it is.
 */
@Tag("soak")
@Timeout(600)
public abstract class KillSuite {

    protected static final int PART = 8 * 1024;
    protected static final int PARALLEL = 4;
    protected static final ObjectRef OBJECT = new ObjectRef("bucket-1250000000", "killed/many times.bin");
    protected static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final boolean SOAK = Integer.getInteger("soak.factor", 1) > 1;

    @TempDir
    private Path directory;

    private final Class<?> program;
    private final int kills;
    private final Random random = new Random(20261121);
    private final List<Integer> received = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Process uploader;
    private int requestsLeft;
    private boolean killBefore;

    /**
     * @param program uploads a file as {@link #OBJECT} in parts of {@link #PART} bytes and ends with status 0. Its arguments are the URL of
     *     the store, the file, which is the only one in its directory, and the directory of the journal
     * @param kills outside the soak
     */
    protected KillSuite(Class<?> program, int kills) {
        this.program = program;
        this.kills = SOAK ? 20 : kills;
    }

    @Test
    void anUploaderKilledManyTimesSendsNoConfirmedPartAgainAndEndsWithTheSameBytes() throws Exception {
        byte[] content = new byte[12 * kills * PART - 1];
        new Random(content.length).nextBytes(content);
        Path file = Files.write(Files.createDirectories(directory.resolve("inbox/killed")).resolve("many times.bin"), content);
        long total = 0;
        try (DiskStore disk = DiskStore.open(directory.resolve("store"), new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
                SocketServer server = SocketServer.start(killing(server(disk)));
                FileJournal journal = FileJournal.open(directory.resolve("journal"))) {
            for (int kill = 0; kill <= kills; kill++) {
                Set<Integer> confirmed = new HashSet<>();
                journal.entries().forEach(entry -> confirmed.addAll(entry.parts().keySet()));
                int exit = run(server.uri(), file, kill < kills);
                assertThat(received).as("parts of run %d", kill).filteredOn(confirmed::contains).isEmpty();
                total += bytes.getAndSet(0);
                assertThat(exit == 0).as("run %d ended by itself", kill).isEqualTo(kill == kills);
            }
            try (Download download = disk.get(OBJECT, ByteRange.ALL, Access.NONE)) {
                assertThat(download.body().open().readAllBytes()).isEqualTo(content);
            }
            assertThat(total).as("bytes that came").isBetween((long) content.length, content.length + (long) kills * PARALLEL * PART);
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
                "-cp", System.getProperty("java.class.path"), program.getName(), endpoint.toString(), file.toString(),
                directory.resolve("journal").toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("uploader.log").toFile()).start();
        }
        boolean ended = uploader.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            kill();
        }
        assertThat(ended).as("ended in time; its output:\n%s", Files.readString(directory.resolve("uploader.log"))).isTrue();
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
}
