package io.github.chunkupload.springboot;

import io.github.chunkupload.component.servlet.ChunkUploadServlet;
import jakarta.servlet.Servlet;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * With {@code camel.chunkupload.servlet.enabled=true}: consumers with {@code serverUri=servlet:} are served on the embedded container, at
 * {@code /*}. Spring MVC and Actuator then need a path or a port of their own; a longer path goes before {@code /*}.
 */
@AutoConfiguration(before = ServletWebServerFactoryAutoConfiguration.class)
@ConditionalOnClass({Servlet.class, ServletRegistrationBean.class})
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnProperty("camel.chunkupload.servlet.enabled")
public class ChunkUploadServletAutoConfiguration {

    private static final String NAME = "chunkUpload";

    /** The servlet, found by consumers in the registry. */
    @Bean
    @ConditionalOnMissingBean
    ChunkUploadServlet chunkUploadServlet() {
        return new ChunkUploadServlet();
    }

    /** Registers the servlet without multipart. */
    @Bean
    ServletRegistrationBean<ChunkUploadServlet> chunkUploadServletRegistration(ChunkUploadServlet servlet) {
        ServletRegistrationBean<ChunkUploadServlet> registration = new ServletRegistrationBean<>(servlet, "/*");
        registration.setName(NAME);
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Keeps filters away from the requests of the servlet. */
    @Bean
    FilterRegistrationBean<PastFilters> chunkUploadPastFilters(ChunkUploadServlet servlet) {
        FilterRegistrationBean<PastFilters> registration = new FilterRegistrationBean<>(new PastFilters(NAME, servlet));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** What only Tomcat needs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tomcat.class)
    static class OnTomcat {

        /** Lets targets and bodies through unchanged; after what the application says of its container. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> chunkUploadTomcat() {
            return factory -> factory.addConnectorCustomizers(new RawTomcat());
        }
    }
}
