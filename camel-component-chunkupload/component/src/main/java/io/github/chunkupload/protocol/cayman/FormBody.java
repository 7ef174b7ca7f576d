package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A multipart form on its way out: fields first, then the block, which is streamed. Closing it leaves the block open to its owner. */
final class FormBody implements Body {

    private final String boundary;
    private final byte[] head;
    private final Optional<Body> block;
    private final byte[] tail;

    FormBody(Map<String, String> fields, Optional<Body> block) {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        this.boundary = "form-" + HexFormat.of().formatHex(random);
        this.block = block;
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"")
            .append(name).append("\"\r\n\r\n").append(value).append("\r\n"));
        if (block.isPresent()) {
            text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"PostData\"; filename=\"block\"\r\n")
                .append("Content-Type: application/octet-stream\r\n\r\n");
        }
        this.head = text.toString().getBytes(StandardCharsets.UTF_8);
        this.tail = ((block.isPresent() ? "\r\n" : "") + "--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the media type, which names the boundary. */
    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long length() {
        return head.length + block.map(Body::length).orElse(0L) + tail.length;
    }

    @Override
    public boolean repeatable() {
        return block.map(Body::repeatable).orElse(true);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream middle = block.isPresent() ? block.get().open() : InputStream.nullInputStream();
        return new SequenceInputStream(Collections.enumeration(
            List.of(new ByteArrayInputStream(head), middle, new ByteArrayInputStream(tail))));
    }
}
