package io.github.chunkupload.examples.karaf;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A Karaf in a process of its own, with configuration and data in a fresh directory. It listens on the loopback interface only, and gets
 * bundles from its own {@code system} directory and from nowhere else.
 */
final class Karaf implements AutoCloseable {

    private final String password = UUID.randomUUID().toString();
    private final Path home;
    private final Path base;
    private final String managementPort = freePort();
    private Process server;

    /**
     * Lays out a Karaf.
     *
     * @param home what was unpacked
     * @param base a directory for it alone, which is emptied first
     */
    Karaf(Path home, Path base) throws IOException {
        this.home = home;
        this.base = base;
        delete(base);
        Files.createDirectories(base.resolve("deploy"));
        try (Stream<Path> files = Files.walk(home.resolve("etc")).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path copy = base.resolve(home.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        set("etc/org.apache.karaf.shell.cfg", Map.of("sshHost", "127.0.0.1", "sshPort", freePort()));
        set("etc/org.apache.karaf.management.cfg", Map.of("rmiRegistryPort", managementPort, "rmiServerPort", freePort()));
        set("etc/users.properties",
            Map.of("karaf", password + ",_g_:admingroup", "_g_:admingroup", "group,admin,manager,systembundles,ssh"));
        set("etc/org.ops4j.pax.url.mvn.cfg", Map.of("org.ops4j.pax.url.mvn.repositories", "",
            "org.ops4j.pax.url.mvn.localRepository", base.resolve("repository").toString()));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    /** Sets properties of the system, before it is started. */
    void set(Map<String, String> properties) throws IOException {
        set("etc/system.properties", properties);
    }

    private void set(String file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(base.resolve(file))) {
            properties.load(in);
        }
        properties.putAll(values);
        try (OutputStream out = Files.newOutputStream(base.resolve(file))) {
            properties.store(out, null);
        }
    }

    /** Starts it, and waits until its own features are installed: until then its shell comes and goes. */
    void start() throws IOException {
        server = script("karaf", base.resolve("console.txt"), "server").redirectInput(new File("/dev/null")).start();
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1)).ignoreExceptionsInstanceOf(IllegalStateException.class)
            .untilAsserted(() -> ask("service:wait -t 60000 org.apache.karaf.features.BootFinished"));
    }

    /**
     * Runs one command of its shell.
     *
     * @return what it printed
     * @throws IllegalStateException when it failed, with what it printed
     */
    String ask(String command) throws IOException, InterruptedException {
        Path output = base.resolve("client.txt");
        Process client = script("client", output, "-b", "-u", "karaf", "-p", password).start();
        try (OutputStream commands = client.getOutputStream()) {
            commands.write(command.getBytes(StandardCharsets.UTF_8));
        }
        boolean ended = client.waitFor(2, TimeUnit.MINUTES);
        client.destroyForcibly();
        String printed = Files.readString(output);
        if (!ended || client.exitValue() != 0) {
            throw new IllegalStateException(command + (ended ? " failed: " : " did not end: ") + printed);
        }
        return printed;
    }

    /** Connects to its MBeans. */
    JMXConnector connect() throws IOException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + managementPort + "/karaf-root");
        return JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, new String[] {"karaf", password}));
    }

    /** Stops it as an operator does; returns the status it ended with. */
    int stop() throws IOException, InterruptedException {
        Process stop = script("stop", base.resolve("stop.txt")).start();
        if (!stop.waitFor(1, TimeUnit.MINUTES) || !server.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Karaf did not stop: " + Files.readString(base.resolve("stop.txt")));
        }
        return server.exitValue();
    }

    /** Returns what it has logged. */
    List<String> log() throws IOException {
        return Files.readAllLines(base.resolve("data/log/karaf.log"));
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private ProcessBuilder script(String name, Path output, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
            Stream.concat(Stream.of(home.resolve("bin").resolve(name).toString()), Stream.of(arguments)).toList());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("KARAF_") || variable.endsWith("JAVA_OPTS"));
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile());
    }
}
