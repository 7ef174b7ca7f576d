package io.github.chunkupload.component;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;

/**
 * Turns the body of an exchange into bytes to send: files in any form are read by position, arrays, texts and caches in memory from
 * memory, every other stream once. The body itself stays in the exchange.
 */
final class BodySources {

    private BodySources() {
    }

    /**
     * Opens the body.
     *
     * @throws UploadException with {@link Failure#SOURCE_UNREADABLE} when it is no file, array, text or stream, or cannot be opened
     */
    static Source open(Exchange exchange) {
        return open(exchange, exchange.getMessage().getBody());
    }

    /** Opens {@code body} in place of that of the exchange. */
    static Source open(Exchange exchange, Object body) {
        try {
            return opened(exchange, body);
        } catch (FileSystemException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "Cannot read the body: " + e.getMessage(), e);
        } catch (IOException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "Cannot read the body", e);
        }
    }

    private static Source opened(Exchange exchange, Object body) throws IOException {
        if (body instanceof WrappedFile<?> wrapped) {
            return opened(exchange, wrapped.getFile() instanceof File file ? file : wrapped.getBody());
        } else if (body instanceof File file) {
            return Source.of(file.toPath());
        } else if (body instanceof Path path) {
            return Source.of(path);
        } else if (body instanceof byte[] bytes) {
            return Source.of(bytes);
        } else if (body instanceof String text) {
            return Source.of(text.getBytes(charset(exchange)));
        } else if (body instanceof StreamCache cache) {
            return cached(exchange, cache);
        } else if (body instanceof InputStream stream) {
            long length = announced(exchange);
            return Source.of(length < 0 ? stream : new AnnouncedStream(stream, length), length);
        }
        throw UploadException.of(Failure.SOURCE_UNREADABLE, body == null ? "The exchange has no body to send"
            : "A body of type " + body.getClass().getName()
                + " cannot be sent: make it a file, byte[], String or InputStream, for example by marshalling it");
    }

    private static Charset charset(Exchange exchange) {
        return Charset.forName(ExchangeHelper.getCharsetName(exchange));
    }

    private static Source cached(Exchange exchange, StreamCache cache) throws IOException {
        cache.reset();
        InputStream stream = cache instanceof InputStream in ? in
            : exchange.getContext().getTypeConverter().convertTo(InputStream.class, exchange, cache);
        if (stream == null) {
            throw new IOException("A cache of type " + cache.getClass().getName() + " has no bytes");
        }
        if (cache.inMemory()) {
            byte[] bytes = stream.readAllBytes();
            cache.reset();
            return Source.of(bytes);
        }
        return Source.of(stream, cache == stream && cache.length() > 0 ? cache.length() : -1);
    }

    private static long announced(Exchange exchange) {
        Long length = exchange.getMessage().getHeader(Exchange.FILE_LENGTH, Long.class);
        if (length == null) {
            length = exchange.getMessage().getHeader(Exchange.CONTENT_LENGTH, Long.class);
        }
        return length == null || length < 0 ? -1 : length;
    }
}
