package io.github.chunkupload.springboot;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** A gateway on the embedded Tomcat in a process of its own. Prints {@code PORT number} when it serves. */
final class ServletGatewayProgram {

    private ServletGatewayProgram() {
    }

    /** Arguments: properties as {@code --name=value}. */
    public static void main(String[] arguments) throws Exception {
        ServletWebServerApplicationContext application = (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(GatewayOnTomcatTest.WithCamel.class).properties("server.port=0", "server.address=127.0.0.1",
                "camel.chunkupload.servlet.enabled=true", "camel.component.chunkupload.server-uri=servlet:").run(arguments);
        application.getBean(CamelContext.class).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("chunkupload:cos:*?receive=none&anonymous=true&defaultBucket=b-1250000000&fsync=never").stop();
            }
        });
        System.out.println("PORT " + application.getWebServer().getPort());
    }
}
