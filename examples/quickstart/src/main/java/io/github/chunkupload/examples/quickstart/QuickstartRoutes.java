package io.github.chunkupload.examples.quickstart;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Two routes: from the inbox to the gateway, and from the gateway to a directory. */
final class QuickstartRoutes extends RouteBuilder {

    private final Road road;
    private final Path home;
    private final Scoreboard scoreboard;

    QuickstartRoutes(Road road, Path home, Scoreboard scoreboard) {
        this.road = road;
        this.home = home;
        this.scoreboard = scoreboard;
    }

    @Override
    public void configure() {
        from(road.receiver(home.toString())).routeId("receive")
            .to("file:" + home.resolve("received"));

        from("file:" + home.resolve("inbox") + "?delete=true&moveFailed=.failed&initialDelay=0&delay=200").routeId("send")
            .onException(Exception.class).handled(true)
                .process(exchange -> scoreboard.failed(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class),
                    exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
            .end()
            .to(road.sender(home.toString()));
    }
}
