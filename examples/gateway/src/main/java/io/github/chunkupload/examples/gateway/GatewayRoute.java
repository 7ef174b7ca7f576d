package io.github.chunkupload.examples.gateway;

import org.apache.camel.builder.RouteBuilder;

/** The gateway, and nothing of what happens to objects: that is the user's. */
final class GatewayRoute extends RouteBuilder {

    /** The name of the bean that knows who may come in. */
    static final String CREDENTIALS = "gatewayCredentials";

    private final GatewaySettings settings;
    private final GatewayKeys keys;

    GatewayRoute(GatewaySettings settings, GatewayKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        StringBuilder uri = new StringBuilder("chunkupload:any:*?serverUri=undertow:http://" + settings.host() + ":" + settings.port())
            .append("&dataDirectory=RAW(").append(settings.data().resolve("store")).append(')');
        uri.append("&credentials=#").append(CREDENTIALS);
        uri.append(settings.auth() ? "&token=RAW(" + keys.token() + ")" : "&anonymous=true");
        if (settings.login()) {
            uri.append("&protocol.login=true");
        }
        option(uri, "defaultBucket", settings.defaultBucket());
        option(uri, "appId", settings.appId());
        option(uri, "corsOrigins", settings.corsOrigins());
        from(uri.toString()).routeId("gateway").to("direct:received");
    }

    private static void option(StringBuilder uri, String name, String value) {
        if (!value.isEmpty()) {
            uri.append('&').append(name).append("=RAW(").append(value).append(')');
        }
    }
}
