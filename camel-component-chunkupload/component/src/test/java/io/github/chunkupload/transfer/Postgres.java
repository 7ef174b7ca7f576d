package io.github.chunkupload.transfer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests. Its server refuses to run as root. Where this JVM does, the library starts it in a user namespace of its
 * own; where that is forbidden, as in many containers, it is started here as the user nobody.
 */
public record Postgres(DataSource database, Closeable server) implements Closeable {

    private static final String NOBODY = "65534";

    /** Starts a server of its own, with an empty database. */
    public static Postgres start() throws IOException {
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.start();
            return new Postgres(embedded.getPostgresDatabase(), embedded);
        } catch (IOException | IllegalStateException e) {
            if (!"root".equals(System.getProperty("user.name"))) {
                throw e;
            }
            return startAsNobody(unpacked(), Files.createTempDirectory("chunkupload-postgres-"));
        }
    }

    /** Returns where the library has unpacked the server before it failed to start it. */
    static Path unpacked() throws IOException {
        try (Stream<Path> found = Files.list(Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"))) {
            return found.filter(each -> Files.isExecutable(each.resolve("bin/initdb")))
                .max(Comparator.comparing((Path each) -> each.toFile().lastModified())).orElseThrow();
        }
    }

    static Postgres startAsNobody(Path server, Path directory) throws IOException {
        run(List.of("chmod", "-R", "a+rX", server.getParent().toString()));
        run(List.of("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()));
        String data = directory.resolve("data").toString();
        run(asNobody(server.resolve("bin/initdb").toString(), "-A", "trust", "-U", "postgres", "-E", "UTF-8", "-D", data));
        int port = freePort();
        Process process = new ProcessBuilder(asNobody(server.resolve("bin/postgres").toString(), "-D", data, "-p", String.valueOf(port),
            "-h", "127.0.0.1", "-k", directory.toString(), "-F")).directory(directory.toFile()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        Postgres started = new Postgres(database, () -> stop(process, directory));
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(started::answers);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static List<String> asNobody(String... command) {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        all.addAll(List.of(command));
        return all;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).directory(new File("/")).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command + ": " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void stop(Process process, Path directory) throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> left = Files.walk(directory)) {
            left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
