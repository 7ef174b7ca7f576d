package io.github.chunkupload.examples.gateway;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the user has set, by {@code -Dgateway.port=…}, else by the environment as {@code GATEWAY_PORT}, else in the file
 * {@code gateway.properties} of the working directory, else in the one beside the jar.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param data directory for objects, uploads and credentials
 * @param routes YAML file with the route {@code direct:received}
 * @param auth whether clients have to prove who they are
 * @param accessKey of those who may come in; empty: made at the first start
 * @param secretKey belongs to it
 * @param token lets clients of Cayman in; empty: made at the first start
 * @param login whether Cayman's login call is offered
 * @param defaultBucket bucket of a request that names none; empty: such a request is refused
 * @param appId application id that some protocols join to the bucket; empty: none
 * @param page whether there is a page at {@code /}
 * @param pageTokenLife how long a token of the page lets in before it is renewed
 * @param corsOrigins origins of pages elsewhere that may use the gateway; empty: none
 */
record GatewaySettings(String host, int port, Path data, Path routes, boolean auth, Optional<String> accessKey,
        Optional<String> secretKey, Optional<String> token, boolean login, String defaultBucket, String appId,
        boolean page, Duration pageTokenLife, String corsOrigins) {

    /** The name of the file with settings. */
    static final String FILE = "gateway.properties";

    private static final String PREFIX = "gateway.";
    private static final List<String> NAMES = List.of("host", "port", "data", "routes", "auth", "accessKey", "secretKey", "token", "login",
        "defaultBucket", "appId", "page", "pageTokenSeconds", "corsOrigins");

    /** Keeps secrets to itself. */
    @Override
    public String toString() {
        return "GatewaySettings[" + host + ":" + port + ", data " + data + "]";
    }

    /**
     * Reads the settings.
     *
     * @param home where the jar is
     * @throws IllegalArgumentException naming the setting that makes no sense, and what would
     */
    static GatewaySettings read(Path home, Path working, Map<String, String> environment, Properties system) throws IOException {
        Map<String, String> set = new TreeMap<>();
        set.putAll(file(home.resolve(FILE)));
        set.putAll(file(working.resolve(FILE)));
        for (String name : NAMES) {
            Optional.ofNullable(environment.get("GATEWAY_" + name.toUpperCase(Locale.ROOT))).ifPresent(value -> set.put(name, value));
        }
        set.putAll(known("-D", system));
        return of(home, working, set);
    }

    private static Map<String, String> file(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return known(file + ": ", properties);
    }

    private static Map<String, String> known(String where, Properties properties) {
        Map<String, String> known = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                String rest = name.substring(PREFIX.length());
                if (!NAMES.contains(rest)) {
                    throw new IllegalArgumentException(where + name + " is no setting; those are " + String.join(", ",
                        NAMES.stream().map(PREFIX::concat).toList()));
                }
                known.put(rest, properties.getProperty(name).strip());
            }
        }
        return known;
    }

    private static GatewaySettings of(Path home, Path working, Map<String, String> set) {
        String host = set.getOrDefault("host", "127.0.0.1");
        if (host.isEmpty() || !host.matches("[A-Za-z0-9._:\\[\\]-]+")) {
            throw wrong("host", host, "write a host name or an address");
        }
        Optional<String> accessKey = text(set, "accessKey");
        Optional<String> secretKey = text(set, "secretKey");
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new IllegalArgumentException("Of gateway.accessKey and gateway.secretKey only one is set: they belong together");
        }
        Optional<String> token = text(set, "token");
        if (token.filter(value -> !value.matches("[!-~]+") || value.contains(",") || value.contains(":")).isPresent()) {
            throw new IllegalArgumentException("gateway.token has a blank, a comma, a colon or no ASCII: leave those out");
        }
        return new GatewaySettings(host, port(set), path("data", working, set.getOrDefault("data", "data")),
            path("routes", home, set.getOrDefault("routes", "gateway-routes.yaml")), flag(set, "auth", "on"), accessKey, secretKey, token,
            flag(set, "login", "off"), set.getOrDefault("defaultBucket", ""), set.getOrDefault("appId", ""),
            flag(set, "page", "on"), tokenLife(set), set.getOrDefault("corsOrigins", ""));
    }

    private static int port(Map<String, String> set) {
        String text = set.getOrDefault("port", "9000");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw wrong("port", text, "write a number from 0 to 65535; 0 takes a free port");
        }
        return Integer.parseInt(text);
    }

    private static Duration tokenLife(Map<String, String> set) {
        String text = set.getOrDefault("pageTokenSeconds", "300");
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > 3600) {
            throw wrong("pageTokenSeconds", text, "write a number from 1 to 3600");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static Path path(String name, Path base, String text) {
        try {
            if (text.isEmpty()) {
                throw wrong(name, text, "write a path");
            }
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw wrong(name, text, "write a path");
        }
    }

    private static boolean flag(Map<String, String> set, String name, String usual) {
        String text = set.getOrDefault(name, usual);
        if (!text.equals("on") && !text.equals("off")) {
            throw wrong(name, text, "write on or off");
        }
        return text.equals("on");
    }

    private static Optional<String> text(Map<String, String> set, String name) {
        return Optional.ofNullable(set.get(name)).filter(value -> !value.isEmpty());
    }

    private static IllegalArgumentException wrong(String name, String value, String right) {
        return new IllegalArgumentException(PREFIX + name + "=" + value + ": " + right);
    }
}
