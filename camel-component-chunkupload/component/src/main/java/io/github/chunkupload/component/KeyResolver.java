package io.github.chunkupload.component;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.File;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.LanguageSupport;

/** Tells the key of an exchange: the header, else the option {@code key}, else the file name; behind the option {@code keyPrefix}. */
final class KeyResolver {

    private final Expression expression;
    private final String prefix;

    KeyResolver(CamelContext context, String key, String prefix) {
        this.expression = key == null || !LanguageSupport.hasSimpleFunction(key) ? constant(key)
            : context.resolveLanguage("simple").createExpression(key);
        if (expression != null) {
            expression.init(context);
        }
        this.prefix = prefix == null ? "" : prefix;
    }

    private static Expression constant(String key) {
        return key == null ? null : new Expression() {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                return type.cast(key);
            }
        };
    }

    /**
     * Returns the key.
     *
     * @throws UploadException with {@link Failure#INVALID_KEY} when nothing tells one
     */
    String key(Exchange exchange) {
        String key = exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class);
        if (key == null && expression != null) {
            key = expression.evaluate(exchange, String.class);
        }
        if (key == null) {
            key = fileName(exchange);
        }
        if (key == null || key.isEmpty()) {
            throw UploadException.of(Failure.INVALID_KEY, "No key: set the header " + ChunkUploadConstants.KEY
                + ", the option key, or the header " + Exchange.FILE_NAME);
        }
        return prefix + key;
    }

    /** Returns {@code part} of a key behind the option {@code keyPrefix}. */
    String prefixed(String part) {
        return prefix + part;
    }

    private static String fileName(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        return name == null || File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/');
    }
}
