package io.github.chunkupload.component.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends a request with a body and takes the answer whenever it comes. HttpClient's own executor loses an answer that comes before the
 * body is out when the server then closes, and sends the body even to a server that redirected instead of saying 100 Continue.
 */
final class BodyRequestExecutor extends HttpRequestExecutor {

    /** How long to wait for 100 Continue: RFC 9110 §10.1.1 forbids to wait for ever. */
    private static final long CONTINUE_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
            HttpResponseInformationCallback informed, HttpContext context) throws IOException, HttpException {
        if (request.getEntity() == null) {
            return whole(super.execute(request, connection, informed, context), connection);
        }
        HttpCoreContext core = HttpCoreContext.castOrCreate(context);
        core.setSSLSession(connection.getSSLSession());
        core.setEndpointDetails(connection.getEndpointDetails());
        try {
            return whole(exchange(request, connection, BodyEntity.of(context)), connection);
        } catch (IOException | HttpException | RuntimeException e) {
            connection.close(CloseMode.IMMEDIATE);
            throw e;
        }
    }

    /**
     * Refuses a reply whose head broke off: HttpClient takes the end of the connection for the end of the head. What is left says
     * neither how long the body is nor that the connection ends, and yet it has ended.
     */
    private static ClassicHttpResponse whole(ClassicHttpResponse response, HttpClientConnection connection) throws IOException {
        boolean framed = response.containsHeader(HttpHeaders.CONTENT_LENGTH) || response.containsHeader(HttpHeaders.TRANSFER_ENCODING)
            || response.containsHeader(HttpHeaders.CONNECTION) || response.getCode() == HttpStatus.SC_NO_CONTENT
            || response.getCode() == HttpStatus.SC_NOT_MODIFIED;
        if (!framed && !connection.isDataAvailable(Timeout.ONE_MILLISECOND) && connection.isStale()) {
            connection.close(CloseMode.IMMEDIATE);
            throw new ConnectionClosedException("The reply broke off within its head");
        }
        return response;
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest request, HttpClientConnection connection, BodyEntity body)
            throws IOException, HttpException {
        body.begin(connection);
        connection.sendRequestHeader(request);
        ClassicHttpResponse answer = isExpecting(request, body) ? wordOf(connection) : null;
        if (answer == null) {
            answer = sendBody(request, connection, body);
        }
        if (MessageSupport.canResponseHaveBody(request.getMethod(), answer)) {
            connection.receiveResponseEntity(answer);
        }
        return answer;
    }

    private static boolean isExpecting(ClassicHttpRequest request, BodyEntity body) {
        return body.getContentLength() != 0 && request.containsHeader(HttpHeaders.EXPECT)
            && request.getFirstHeader(HttpHeaders.EXPECT).getValue().equalsIgnoreCase("100-continue");
    }

    /** Returns the final answer of a server that does not want the body, or null when it asked for it or says nothing. */
    private static ClassicHttpResponse wordOf(HttpClientConnection connection) throws IOException, HttpException {
        connection.flush();
        long end = System.nanoTime() + CONTINUE_NANOS;
        for (long left = CONTINUE_NANOS; left > 0; left = end - System.nanoTime()) {
            if (!connection.isDataAvailable(Timeout.of(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), TimeUnit.MILLISECONDS))) {
                if (connection.isStale()) {
                    throw new NoHttpResponseException("The server closed the connection instead of asking for the body");
                }
                continue;
            }
            ClassicHttpResponse response = connection.receiveResponseHeader();
            if (response.getCode() == HttpStatus.SC_CONTINUE) {
                return null;
            }
            if (response.getCode() >= HttpStatus.SC_SUCCESS) {
                return response;
            }
        }
        return null;
    }

    private static ClassicHttpResponse sendBody(ClassicHttpRequest request, HttpClientConnection connection, BodyEntity body)
            throws IOException, HttpException {
        try {
            connection.sendRequestEntity(request);
            connection.flush();
        } catch (IOException e) {
            return answerDespite(e, connection, body);
        }
        return body.answer() == null ? finalAnswer(connection) : body.answer();
    }

    /**
     * A server that refuses may close before it has read all; what it said before is still there to be read. Only a refusal counts: a
     * success for half a body is none.
     */
    private static ClassicHttpResponse answerDespite(IOException failure, HttpClientConnection connection, BodyEntity body)
            throws IOException {
        if (body.isSourceFailed()) {
            throw failure;
        }
        try {
            ClassicHttpResponse answer = body.answer() == null ? finalAnswer(connection) : body.answer();
            if (body.isSent() || answer.getCode() >= HttpStatus.SC_REDIRECTION) {
                return answer;
            }
        } catch (IOException | HttpException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private static ClassicHttpResponse finalAnswer(HttpClientConnection connection) throws IOException, HttpException {
        ClassicHttpResponse response = connection.receiveResponseHeader();
        while (response.getCode() < HttpStatus.SC_SUCCESS) {
            response = connection.receiveResponseHeader();
        }
        return response;
    }
}
