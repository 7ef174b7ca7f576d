package io.github.chunkupload.fuzz;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Percent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A request that is being written: as it should be at first, then perhaps spoilt, and signed at last. */
public final class Draft {

    static final String HOST = "127.0.0.1:9000";
    private static final String BOUNDARY = "b0undary";

    String method;
    String path;
    String host = HOST;
    byte[] body = {};
    final List<String> query = new ArrayList<>();
    final List<Map.Entry<String, String>> headers = new ArrayList<>();
    final List<Map.Entry<String, byte[]>> fields = new ArrayList<>();
    private Consumer<Learnt> learn = learnt -> { };
    private Runnable forget = () -> { };
    private String operation = "";

    /**
     * What a request that was not spoilt was answered with.
     *
     * @param reply without its body
     * @param text the body
     */
    public record Learnt(HttpReply reply, String text) {
    }

    private Draft(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** Begins a request; the path is encoded. */
    public static Draft of(String method, String path) {
        return new Draft(method, path);
    }

    /** Says which operation it is for, where that may be another one than was wished for. */
    public Draft to(String name) {
        operation = name;
        return this;
    }

    /** Returns whether it only makes the other operation possible. */
    boolean preparesFor(String wished) {
        return !operation.isEmpty() && !operation.equals(wished);
    }

    /** Adds a parameter. */
    public Draft query(String name, Object value) {
        String encoded = Percent.encode(String.valueOf(value));
        query.add(encoded.isEmpty() ? name : name + "=" + encoded);
        return this;
    }

    /** Adds a header. */
    public Draft header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Gives it a body. */
    public Draft body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Gives it a document as its body. */
    public Draft body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a field: the body becomes a form. */
    public Draft field(String name, Object value) {
        return field(name, String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the bytes of a file. */
    public Draft field(String name, byte[] bytes) {
        fields.add(Map.entry(name, bytes));
        return this;
    }

    /** Says what is to be remembered when it is answered with success. */
    public Draft then(Consumer<Learnt> consumer) {
        learn = consumer;
        return this;
    }

    /** Says what is to be forgotten when it is refused. */
    public Draft otherwise(Runnable runnable) {
        forget = runnable;
        return this;
    }

    void succeeded(Learnt learnt) {
        learn.accept(learnt);
    }

    void refused() {
        forget.run();
    }

    /** Writes the fields, where there are any, as the body. */
    void close(boolean urlencoded) {
        if (fields.isEmpty()) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> field : fields) {
            if (urlencoded) {
                out.writeBytes(((out.size() > 0 ? "&" : "") + Percent.encode(field.getKey()) + "=").getBytes(StandardCharsets.UTF_8));
                out.writeBytes(Percent.encode(new String(field.getValue(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
            } else {
                out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
                out.writeBytes(field.getValue());
                out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!urlencoded) {
            out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        }
        headers.add(Map.entry("Content-Type", urlencoded ? "application/x-www-form-urlencoded"
            : "multipart/form-data; boundary=" + BOUNDARY));
        body = out.toByteArray();
        fields.clear();
    }

    /**
     * Returns the head.
     *
     * @throws IllegalArgumentException when no server would hand it to a handler
     */
    HttpHead head(boolean chunked) {
        Headers.Builder all = Headers.builder().add("Host", host);
        for (Map.Entry<String, String> header : headers) {
            if (Headers.canCarry(header.getKey(), header.getValue())) {
                all.add(header.getKey(), header.getValue());
            }
        }
        if (body.length > 0 || method.startsWith("P")) {
            all.add(chunked ? "Transfer-Encoding" : "Content-Length", chunked ? "chunked" : String.valueOf(body.length));
        }
        return HttpHead.received(method, path + (query.isEmpty() ? "" : "?" + String.join("&", query)), all.build());
    }
}
