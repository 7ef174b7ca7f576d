package io.github.chunkupload.component;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Processor;

/** Somebody who knows a protocol and keeps to no rule: raw requests to a gateway of its own, which lets everybody in. */
final class Stranger implements AutoCloseable {

    static final String BUCKET = Node.BUCKET;
    /** Where {@code cos-slice} has a file of the bucket, without the key. */
    static final String SLICED = "/1250000000/photos/";
    static final String JSON = "Content-Type: application/json\r\n";

    private static final String BOUNDARY = "b0undary";
    private static final String CAYMAN = "/api/cayman/store/object/";
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern CODE = Pattern.compile("\"code\":\\s*(-?\\d+)");

    private final Path directory;
    private final String protocol;
    private final Node node;

    /**
     * Starts the gateway.
     *
     * @param directory with the data directory in it
     */
    Stranger(Path directory, String protocol) throws Exception {
        this(directory, protocol, "&receive=none", exchange -> { });
    }

    /** As the other, with options and a route for what comes. */
    Stranger(Path directory, String protocol, String options, Processor route) throws Exception {
        this.directory = directory;
        this.protocol = protocol;
        this.node = new Node(directory, protocol).receive("&anonymous=true&fsync=never" + options, route);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + node.port());
    }

    /** Sends a request; each character of the texts is one byte. */
    Reply ask(String method, String target, String headers, String body) throws IOException {
        return announced(method, target, headers, String.valueOf(body.length()), body);
    }

    /** As {@link #ask}, with a length told that may not be true. */
    Reply announced(String method, String target, String headers, String length, String body) throws IOException {
        try (Requests connection = Requests.to(uri())) {
            connection.send(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + length + "\r\n" + headers
                + "\r\n").send(body);
            return method.equals("HEAD") ? connection.replyToHead() : connection.reply();
        }
    }

    /** Sends a form; fields are {@code name=value}, and those of the bytes of a file are known by their names. */
    Reply form(String target, String headers, String... fields) throws IOException {
        return ask("POST", target, headers + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n", multipart(fields));
    }

    static String multipart(String... fields) {
        StringBuilder body = new StringBuilder();
        for (String field : fields) {
            int equals = field.indexOf('=');
            String name = field.substring(0, equals);
            boolean file = name.equals("filecontent") || name.equals("PostData");
            body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"").append(name)
                .append(file ? "\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\n" : "\"\r\n\r\n")
                .append(field.substring(equals + 1)).append("\r\n");
        }
        return body.append("--").append(BOUNDARY).append("--\r\n").toString();
    }

    /** Calls an operation of {@code cayman} on an object. */
    Reply cayman(String operation, String key, String... fields) throws IOException {
        String[] all = Stream.concat(Stream.of("bucket=" + BUCKET, "objectid=" + key), Stream.of(fields)).toArray(String[]::new);
        return form(CAYMAN + operation, "", all);
    }

    /** Uploads an object in the shortest way that the protocol has, and returns the first refusal or the last answer. */
    Reply put(String encodedKey, String headers, String bytes) throws IOException {
        return switch (protocol) {
            case "cos-slice" -> form("/files/v1" + SLICED + encodedKey, headers, "op=upload", "insertOnly=0", "filecontent=" + bytes);
            case "cayman" -> caymanPut(raw(encodedKey), bytes);
            default -> ask("PUT", "/" + BUCKET + "/" + encodedKey, headers, bytes);
        };
    }

    private Reply caymanPut(String key, String bytes) throws IOException {
        Reply reply = cayman("create", key, "size=" + bytes.length());
        reply = isRefused(reply) ? reply : cayman("write", key, "offset=0", "len=" + bytes.length(), "PostData=" + bytes);
        return isRefused(reply) ? reply : cayman("finish", key);
    }

    /** Returns an object, or the refusal. */
    Reply get(String encodedKey) throws IOException {
        return protocol.equals("cayman") ? cayman("read", raw(encodedKey), "offset=0", "len=100")
            : ask("GET", "/" + BUCKET + "/" + encodedKey, "", "");
    }

    /** Returns the bytes of a key. */
    private static String raw(String encodedKey) {
        return ESCAPE.matcher(encodedKey).replaceAll(
            escape -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Returns the code of a reply: that of the protocol where it has one, else the status. */
    int code(Reply reply) {
        Matcher code = CODE.matcher(protocol.equals("cayman") ? reply.text() : "");
        return code.find() ? Integer.parseInt(code.group(1)) : reply.status();
    }

    boolean isRefused(Reply reply) {
        return code(reply) >= 400;
    }

    /** Returns all files that there are, in the data directory and around it, with their sizes. */
    Map<String, Long> files() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(directory.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }

    @Override
    public void close() {
        node.close();
    }
}
