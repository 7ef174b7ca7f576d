package io.github.chunkupload.examples.gateway;

import io.github.chunkupload.component.ChunkUploadConsumer;
import java.io.PrintStream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Tells where the gateway listens and how each protocol reaches it; the credentials only when they were made just now. */
final class Greeting extends MainListenerSupport {

    private final GatewaySettings settings;
    private final GatewayKeys keys;

    Greeting(GatewaySettings settings, GatewayKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        int port = ((ChunkUploadConsumer) main.getCamelContext().getRoute("gateway").getConsumer()).getPort();
        print(System.out, settings.host() + ":" + port);
    }

    @Override
    public void afterStop(BaseMainSupport main) {
        System.out.println("Ended.");
    }

    private void print(PrintStream out, String authority) {
        String url = "http://" + authority;
        out.println("Listening on " + url);
        String hosts = "\"" + authority + "\", \"" + authority + "\"";
        out.println("  cos        config.setEndpointBuilder(new UserSpecifiedEndpointBuilder(" + hosts + "))");
        out.println("             with gateway.defaultBucket set, because that client names no bucket then");
        out.println("  cdcs       " + url + "/<coffer>/<key> in place of the vendor's host");
        out.println("  qingstor   env.setEndpoint(\"" + url + "\")");
        out.println("  cos-slice  config.setCosEndPoint(\"" + url + "/files/v1\")");
        out.println("  cayman     " + url + " in place of the vendor's host, header ACCESS-TOKEN");
        if (settings.page()) {
            out.println("  a browser  " + url + "/");
        }
        out.println("Objects are in " + settings.data() + " and go to the route in " + settings.routes());
        if (!settings.auth()) {
            out.println("Anybody who reaches this port may read and write: gateway.auth is off");
        } else if (keys.made()) {
            out.println("Made these credentials, told here once and kept in " + settings.data().resolve(GatewayKeys.FILE) + ":");
            out.println("  access key    " + keys.accessKey());
            out.println("  secret key    " + keys.secretKey());
            out.println("  ACCESS-TOKEN  " + keys.token());
        }
        out.flush();
    }
}
