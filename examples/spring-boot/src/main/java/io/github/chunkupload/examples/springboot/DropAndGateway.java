package io.github.chunkupload.examples.springboot;

import org.apache.camel.RoutesBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. Its options are in {@code application.yml}. */
@SpringBootApplication
public class DropAndGateway {

    /** Runs it until it is told to stop. */
    public static void main(String[] arguments) {
        SpringApplication.run(DropAndGateway.class, arguments);
    }

    @Bean
    RoutesBuilder routes() {
        return new Routes();
    }
}
