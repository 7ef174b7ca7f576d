package io.github.chunkupload.component;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;

/** Makes an exchange of each call of a store and hands it to the route of a consumer. Thread-safe; calls block until the route is done. */
final class RouteCalls {

    private final DefaultConsumer consumer;

    RouteCalls(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /** What the route answered. Whatever the route opened for it, such as the stream of a download, stays open until this is closed. */
    final class Answer implements AutoCloseable {

        private final Exchange exchange;
        private boolean closed;

        private Answer(Exchange exchange) {
            this.exchange = exchange;
        }

        Message message() {
            return exchange.getMessage();
        }

        /**
         * Returns the body.
         *
         * @throws UploadException with {@link Failure#INTERNAL} when it is another: then the route does not end in a producer
         */
        <T> T body(Class<T> type) {
            if (!type.isInstance(message().getBody())) {
                throw UploadException.of(Failure.INTERNAL, "The route did not answer the operation "
                    + exchange.getProperty(ChunkUploadConstants.OPERATION) + ": it must send each exchange to a chunkupload producer, "
                    + "and leave the answer as it is");
            }
            return type.cast(message().getBody());
        }

        /**
         * Returns a header.
         *
         * @throws UploadException as {@link #body} does
         */
        <T> T header(String name, Class<T> type) {
            T value = message().getHeader(name, type);
            if (value == null) {
                throw UploadException.of(Failure.INTERNAL, "The route did not answer the operation "
                    + exchange.getProperty(ChunkUploadConstants.OPERATION) + " with the header " + name);
            }
            return value;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                consumer.doneUoW(exchange);
                consumer.releaseExchange(exchange, false);
            }
        }
    }

    /**
     * Has the route do one operation. The body is not cached on the way, so that it streams.
     *
     * @throws UploadException what failed, in words for the client
     */
    Answer call(ChunkUploadOperation operation, ObjectRef object, Map<String, Object> headers, Object body) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.getExchangeExtension().setStreamCacheDisabled(true);
        exchange.setProperty(ChunkUploadConstants.OPERATION, operation.token());
        Message message = exchange.getMessage();
        message.setBody(body);
        headers.forEach(message::setHeader);
        message.setHeader(ChunkUploadConstants.OPERATION, operation.token());
        message.setHeader(ChunkUploadConstants.BUCKET, object.bucket());
        if (!object.key().isEmpty()) {
            message.setHeader(ChunkUploadConstants.KEY, object.key());
        }
        Answer answer = new Answer(exchange);
        try {
            consumer.createUoW(exchange);
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            Exception failure = exchange.getException();
            answer.close();
            throw told(failure);
        }
        return answer;
    }

    private static UploadException told(Exception failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UploadException named) {
                return RelayedFailures.told(named);
            }
        }
        return UploadException.of(Failure.INTERNAL, "The route that this gateway relays by failed", failure);
    }
}
