package io.github.chunkupload.protocol;

import io.github.chunkupload.body.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form on its way out (multipart/form-data, RFC 7578): the fields, then the bytes, which are streamed. The boundary cannot be guessed,
 * so no value can forge a field. Closing the form leaves the bytes open to their owner.
 */
public final class FormBody implements Body {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String boundary;
    private final byte[] before;
    private final Optional<Body> content;
    private final byte[] after;

    /**
     * Makes a form.
     *
     * @param fields their names are plain words
     * @param contentField how the field of the bytes is named, with what follows in the same header, such as {@code "file"; filename="a"}
     * @param content the bytes, of known length; empty: the form has fields only
     */
    public FormBody(Map<String, String> fields, String contentField, Optional<Body> content) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        this.boundary = "form-" + HexFormat.of().formatHex(random);
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(head('"' + name + '"')).append("\r\n").append(value).append("\r\n"));
        content.ifPresent(bytes -> text.append(head(contentField)).append("Content-Type: application/octet-stream\r\n\r\n"));
        this.before = text.toString().getBytes(StandardCharsets.UTF_8);
        this.content = content;
        this.after = ((content.isPresent() ? "\r\n" : "") + "--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private String head(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=" + name + "\r\n";
    }

    /** Returns the value of Content-Type, which names the boundary. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long length() {
        return before.length + content.map(Body::length).orElse(0L) + after.length;
    }

    @Override
    public boolean repeatable() {
        return content.map(Body::repeatable).orElse(true);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream bytes = content.isPresent() ? content.get().open() : InputStream.nullInputStream();
        return new SequenceInputStream(Collections.enumeration(
            List.of(new ByteArrayInputStream(before), bytes, new ByteArrayInputStream(after))));
    }
}
