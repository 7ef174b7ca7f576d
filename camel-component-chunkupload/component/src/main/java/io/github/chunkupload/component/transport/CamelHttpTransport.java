package io.github.chunkupload.component.transport;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends through the HttpClient of a camel-http endpoint that is ours alone, so TLS, proxy, time-outs and connection pool are set as
 * everywhere in Camel, on the component {@code http} or {@code https} or by options of this endpoint. Everything by which HttpClient
 * would change, repeat or redirect a request is switched off. Thread-safe.
 *
 * <p>Of a request only target, Host, headers and body matter; the connection always goes to the endpoint.
 */
public final class CamelHttpTransport implements HttpTransport {

    private static final int BUFFERS_KEPT = 32;
    private static final String OWN_CONNECTION_HEADER = CamelHttpTransport.class.getName();

    private final HttpEndpoint endpoint;
    private final HttpHost target;
    private final HttpClient client;
    private final RequestConfig config;
    private final Queue<byte[]> buffers = new ArrayBlockingQueue<>(BUFFERS_KEPT);

    /**
     * Makes and starts a transport.
     *
     * @param context whose component {@code http} or {@code https} is the pattern
     * @param endpoint scheme, host and port
     * @param httpOptions options of a camel-http endpoint, as text, reference or value
     * @throws IllegalArgumentException when camel-http does not know an option or cannot use its value
     */
    public CamelHttpTransport(CamelContext context, URI endpoint, Map<String, Object> httpOptions) {
        this.target = new HttpHost(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort());
        this.endpoint = httpEndpoint(context, httpOptions);
        configure(this.endpoint.getClientBuilder());
        if (this.endpoint.getUserAgent() == null) {
            this.endpoint.setUserAgent(userAgent());
        }
        ServiceHelper.startService(this.endpoint);
        this.client = this.endpoint.getHttpClient();
        RequestConfig theirs = client instanceof Configurable configurable ? configurable.getConfig() : RequestConfig.DEFAULT;
        this.config = RequestConfig.copy(theirs).setProtocolUpgradeEnabled(false).setExpectContinueEnabled(false)
            .setContentCompressionEnabled(false).setRedirectsEnabled(false).build();
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config);
        ClassicHttpRequest request = request(call, context);
        try {
            return reply(call.head(), client.executeOpen(target, request, context));
        } catch (IllegalStateException e) {
            if (endpoint.isStarted()) {
                throw e;
            }
            throw new IOException("The transport is closed", e);
        }
    }

    @Override
    public void close() {
        ServiceHelper.stopAndShutdownService(endpoint);
    }

    /** Names the endpoint. */
    @Override
    public String toString() {
        return "CamelHttpTransport to " + target;
    }

    private ClassicHttpRequest request(HttpCall call, HttpClientContext context) {
        HttpHead head = call.head();
        BasicClassicHttpRequest request = new BasicClassicHttpRequest(head.method(), target, head.target());
        if (!head.headers().has(HttpHeaders.HOST) && !head.authority().isEmpty()) {
            request.addHeader(HttpHeaders.HOST, head.authority());
        }
        for (Map.Entry<String, String> field : head.headers().fields()) {
            if (field.getKey().equalsIgnoreCase(HttpHeaders.CONNECTION)) {
                context.setAttribute(OWN_CONNECTION_HEADER, true);
            }
            if (!isFraming(field, call.body())) {
                request.addHeader(field.getKey(), sendable(field));
            }
        }
        if (call.body().length() != 0 || head.headers().has(HttpHeaders.CONTENT_LENGTH)) {
            BodyEntity entity = new BodyEntity(call.body(), buffers);
            entity.register(context);
            request.setEntity(entity);
        }
        return request;
    }

    private static boolean isFraming(Map.Entry<String, String> field, Body body) {
        if (field.getKey().equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING)) {
            throw new IllegalArgumentException("The framing of a request is told by its body, not by a header");
        }
        boolean length = field.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
        if (length && !field.getValue().equals(Long.toString(body.length()))) {
            throw new IllegalArgumentException("Content-Length says " + field.getValue() + " but the body has " + body.length());
        }
        return length;
    }

    /** HttpClient would send a question mark for what it cannot write, and a signature over the header would be wrong. */
    private static String sendable(Map.Entry<String, String> field) {
        String value = field.getValue();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xFF || c >= 0x7F && c < 0xA0) {
                throw new IllegalArgumentException("Header " + field.getKey() + " has a character that HTTP cannot carry; encode it");
            }
        }
        return value;
    }

    private static HttpReply reply(HttpHead head, ClassicHttpResponse response) throws IOException {
        try {
            Headers headers = headers(response, head.method().equals("HEAD"));
            return new HttpReply(response.getCode(), headers, response.getEntity() == null ? Body.EMPTY : new ReplyBody(response));
        } catch (IOException | IllegalArgumentException e) {
            ReplyBody.discard(response);
            throw new IOException("The reply cannot be read: " + e.getMessage(), e);
        }
    }

    private static Headers headers(ClassicHttpResponse response, boolean toHead) {
        Headers.Builder headers = Headers.builder();
        for (Header header : response.getHeaders()) {
            boolean length = header.getName().equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
            boolean coding = header.getName().equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING);
            if (!coding && (!length || toHead)) {
                headers.add(header.getName(), Objects.requireNonNullElse(header.getValue(), ""));
            }
        }
        return headers.build();
    }

    private HttpEndpoint httpEndpoint(CamelContext context, Map<String, Object> httpOptions) {
        HttpComponent component = context.getComponent(target.getSchemeName(), HttpComponent.class);
        Map<String, Object> options = new HashMap<>(httpOptions);
        options.putIfAbsent("connectionsPerRoute", options.getOrDefault("maxTotalConnections", component.getMaxTotalConnections()));
        Optional<HttpEndpoint> made = Optional.empty();
        try {
            made = Optional.of((HttpEndpoint) component.createEndpoint(target.toURI(), options));
            String left = made.get().getHttpUri().getRawQuery();
            if (left != null) {
                throw new IllegalArgumentException("camel-http has no option " + URISupport.parseQuery(left).keySet());
            }
            return made.get();
        } catch (Exception e) {
            made.ifPresent(ServiceHelper::stopAndShutdownService);
            throw e instanceof IllegalArgumentException argument ? argument
                : new IllegalArgumentException("camel-http refuses the options " + httpOptions.keySet(), e);
        }
    }

    private static void configure(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableContentCompression().disableCookieManagement()
            .disableAuthCaching().disableConnectionState()
            .setTargetAuthenticationStrategy((type, challenges, context) -> List.of())
            .setRequestExecutor(new BodyRequestExecutor())
            .setConnectionReuseStrategy(CamelHttpTransport::isReusable)
            .addRequestInterceptorLast(CamelHttpTransport::withoutKeepAlive);
    }

    private static boolean isReusable(HttpRequest request, HttpResponse response, HttpContext context) {
        BodyEntity body = BodyEntity.of(context);
        return (body == null || body.isSent()) && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** Takes away what HttpClient adds though HTTP/1.1 means it anyhow. */
    private static void withoutKeepAlive(HttpRequest request, EntityDetails entity, HttpContext context) {
        if (context.getAttribute(OWN_CONNECTION_HEADER) == null) {
            request.removeHeaders(HttpHeaders.CONNECTION);
        }
    }

    private static String userAgent() {
        String version = CamelHttpTransport.class.getPackage().getImplementationVersion();
        return version == null ? "camel-chunkupload" : "camel-chunkupload/" + version;
    }
}
