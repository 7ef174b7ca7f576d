package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Buffer;
import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * Reads the forms of requests, multipart or urlencoded, with a length or in chunks. The memory for a block is had before a byte of the
 * request is read: while there is none, the client waits. Thread-safe.
 */
final class FormReader {

    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private final BufferPool memory;

    FormReader(BufferPool memory) {
        this.memory = memory;
    }

    /**
     * Reads the form of a call that has no block.
     *
     * @throws UploadException with {@link Failure#MALFORMED}, {@link Failure#TOO_LARGE} or {@link Failure#INCOMPLETE_BODY}
     */
    CaymanForm fields(HttpCall call) {
        return read(call, new BoundedBody(call.body(), CaymanLimits.MAX_FORM), Optional.empty());
    }

    /**
     * Reads the form of a call with a block, and keeps the block until the form is closed.
     *
     * @throws UploadException with {@link Failure#MALFORMED}, {@link Failure#TOO_LARGE} or {@link Failure#INCOMPLETE_BODY}
     */
    CaymanForm block(HttpCall call) {
        BoundedBody bounded = new BoundedBody(call.body(), CaymanLimits.MAX_BLOCK + CaymanLimits.MAX_FORM);
        Buffer buffer = buffer(call.body().length());
        try {
            return read(call, bounded, Optional.of(buffer));
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    /** Has one byte more than a block may have, so that one too large is seen. */
    private Buffer buffer(long length) {
        long most = CaymanLimits.MAX_BLOCK + 1L;
        long size = length < 0 ? most : Math.max(1, Math.min(most, length));
        try (BufferPool.Share share = memory.share(size)) {
            return share.take(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UploadException.of(Failure.UNAVAILABLE, "The server is about to stop", e);
        }
    }

    private static CaymanForm read(HttpCall call, BoundedBody bounded, Optional<Buffer> buffer) {
        String type = call.head().header("Content-Type").orElse("");
        try (InputStream in = bounded.open()) {
            if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
                CaymanForm form = multipart(in, type, buffer);
                in.transferTo(OutputStream.nullOutputStream());
                return form;
            }
            if (buffer.isPresent()) {
                throw UploadException.of(Failure.MALFORMED, "A block comes in a multipart form");
            }
            return new CaymanForm(urlencoded(in.readAllBytes()), Optional.empty());
        } catch (FileUploadException e) {
            throw UploadException.of(Failure.MALFORMED, "The multipart form cannot be read", e);
        } catch (IOException e) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", e);
        }
    }

    private static CaymanForm multipart(InputStream in, String type, Optional<Buffer> buffer) throws IOException {
        MultipartInput input = MultipartInput.builder().setInputStream(in).setBoundary(boundary(type)).get();
        input.setHeaderCharset(StandardCharsets.UTF_8);
        Query fields = Query.NONE;
        boolean filled = false;
        boolean more = input.skipPreamble();
        for (int parts = 0; more; parts++) {
            PartHead part = PartHead.of(input.readHeaders());
            if (part.data()) {
                fill(input, buffer, filled);
                filled = true;
            } else {
                fields = fields.with(part.name(), part.value(value(input)));
            }
            if (parts == CaymanLimits.MAX_FIELDS) {
                throw UploadException.of(Failure.MALFORMED, "The form has more than " + CaymanLimits.MAX_FIELDS + " parts");
            }
            more = input.readBoundary();
        }
        if (!filled) {
            buffer.ifPresent(Buffer::close);
        }
        return new CaymanForm(fields, filled ? buffer : Optional.empty());
    }

    private static void fill(MultipartInput input, Optional<Buffer> buffer, boolean filled) throws IOException {
        if (filled) {
            throw UploadException.of(Failure.MALFORMED, "The form has two data parts");
        }
        Buffer block = buffer.orElseThrow(() -> UploadException.of(Failure.MALFORMED, "This operation takes no data"));
        try (InputStream data = input.newInputStream()) {
            if (block.fill(data) > CaymanLimits.MAX_BLOCK || data.read() >= 0) {
                throw UploadException.of(Failure.TOO_LARGE, "A block has at most " + CaymanLimits.MAX_BLOCK + " bytes");
            }
        }
    }

    private static String value(MultipartInput input) throws IOException {
        try (InputStream data = input.newInputStream()) {
            byte[] bytes = data.readNBytes(CaymanLimits.MAX_FIELD);
            if (data.read() >= 0) {
                throw UploadException.of(Failure.MALFORMED, "A field has more than " + CaymanLimits.MAX_FIELD + " bytes");
            }
            return text(bytes);
        }
    }

    private static byte[] boundary(String type) {
        Matcher matcher = BOUNDARY.matcher(type);
        if (!matcher.find()) {
            throw UploadException.of(Failure.MALFORMED, "The Content-Type of the form names no boundary");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return boundary.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Query urlencoded(byte[] bytes) {
        try {
            return Query.parse(text(bytes).strip().replace("+", "%20"));
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.MALFORMED, "The form is not percent-encoded UTF-8", e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw UploadException.of(Failure.MALFORMED, "A field is not UTF-8", e);
        }
    }
}
