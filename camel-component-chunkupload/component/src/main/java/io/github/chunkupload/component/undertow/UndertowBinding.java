package io.github.chunkupload.component.undertow;

import io.undertow.server.BlockingHttpExchange;
import io.undertow.server.HttpServerExchange;
import java.nio.ByteBuffer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.undertow.DefaultUndertowHttpBinding;
import org.apache.camel.support.DefaultMessage;

/** Hands Camel the raw request as the body, unread, and lets it write nothing: by then the reply has gone out. */
final class UndertowBinding extends DefaultUndertowHttpBinding {

    private static final BlockingHttpExchange ANSWERED = new AnsweredExchange();

    @Override
    public Message toCamelMessage(HttpServerExchange wire, Exchange exchange) {
        UndertowFront.showContentType(wire);
        Message message = new DefaultMessage(exchange);
        message.setBody(wire);
        return message;
    }

    @Override
    public Object toHttpResponse(HttpServerExchange wire, Message message) {
        wire.startBlocking(ANSWERED);
        return ByteBuffer.allocate(0);
    }
}
