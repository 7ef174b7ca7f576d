package io.github.chunkupload.springboot;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatConnectorCustomizer;

/** Makes a connector of Tomcat pass on what clients of object stores send, and no sooner than it is asked for. */
final class RawTomcat implements TomcatConnectorCustomizer {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MOST_LEFTOVERS = 16 << 20;
    private static final String PASS = "passthrough";

    @Override
    public void customize(Connector connector) {
        connector.setEncodedSolidusHandling(PASS);
        connector.setEncodedReverseSolidusHandling(PASS);
        connector.setAllowBackslash(true);
        ProtocolHandler protocol = connector.getProtocolHandler();
        if (protocol instanceof AbstractHttp11Protocol<?> http) {
            http.setContinueResponseTiming("onRead");
            http.setMaxHttpRequestHeaderSize(Math.max(MAX_HEAD, http.getMaxHttpRequestHeaderSize()));
            if (http.getMaxSwallowSize() >= 0) {
                http.setMaxSwallowSize(Math.max(MOST_LEFTOVERS, http.getMaxSwallowSize()));
            }
        }
    }
}
