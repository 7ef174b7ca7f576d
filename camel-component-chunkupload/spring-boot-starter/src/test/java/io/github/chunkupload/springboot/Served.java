package io.github.chunkupload.springboot;

import io.github.chunkupload.component.servlet.ChunkUploadServlet;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URI;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.HttpEncodingAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** A handler on the embedded Tomcat, beside Spring MVC and Spring Security as an application has them. */
final class Served implements AutoCloseable {

    private final ServletWebServerApplicationContext application;
    private final HttpMount mount;

    private Served(ServletWebServerApplicationContext application, HttpMount mount) {
        this.application = application;
        this.mount = mount;
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration({ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
        SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
        ChunkUploadServletAutoConfiguration.class})
    static class Application {
    }

    static Served by(HttpHandler handler) {
        return by(8, handler);
    }

    static Served by(int maxRequests, HttpHandler handler) {
        return by(ServerLimits.of(maxRequests), handler);
    }

    static Served by(ServerLimits limits, HttpHandler handler) {
        ServletWebServerApplicationContext application = start();
        return new Served(application, application.getBean(ChunkUploadServlet.class).mount(handler, limits));
    }

    /** Starts the application with nothing mounted. */
    static ServletWebServerApplicationContext start(String... properties) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
            .properties("server.port=0", "server.address=127.0.0.1", "camel.chunkupload.servlet.enabled=true")
            .properties("spring.main.banner-mode=off").properties(properties).run();
    }

    static URI uri(ServletWebServerApplicationContext application) {
        return URI.create("http://127.0.0.1:" + application.getWebServer().getPort());
    }

    HttpMount mount() {
        return mount;
    }

    Requests connect() throws IOException {
        return Requests.to(uri(application));
    }

    /** Sends one text on a connection of its own and returns the reply to it. */
    Reply exchange(String text) throws IOException {
        return Requests.exchange(uri(application), text);
    }

    @Override
    public void close() {
        mount.close();
        application.close();
    }
}
