package io.github.chunkupload.protocol.cosslice;

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

/** The body of a request of ours: multipart/form-data with the fields first and the file last. Closing it leaves the file open. */
final class FormBody implements Body {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String boundary;
    private final byte[] before;
    private final Optional<Body> file;
    private final byte[] after;

    /** Makes a form of {@code fields}, and of {@code file}, whose length is known. */
    FormBody(Map<String, String> fields, Optional<Body> file) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        this.boundary = "chunkupload" + HexFormat.of().formatHex(random);
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append(head(name)).append("\r\n").append(value).append("\r\n"));
        file.ifPresent(content -> text.append(head("filecontent")).append("Content-Type: application/octet-stream\r\n\r\n"));
        this.before = text.toString().getBytes(StandardCharsets.UTF_8);
        this.file = file;
        this.after = ((file.isPresent() ? "\r\n" : "") + "--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private String head(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n";
    }

    /** Returns the value of Content-Type. */
    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long length() {
        return before.length + file.map(Body::length).orElse(0L) + after.length;
    }

    @Override
    public boolean repeatable() {
        return file.map(Body::repeatable).orElse(true);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream content = file.isPresent() ? file.get().open() : InputStream.nullInputStream();
        return new SequenceInputStream(Collections.enumeration(
            List.of(new ByteArrayInputStream(before), content, new ByteArrayInputStream(after))));
    }
}
