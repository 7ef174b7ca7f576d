package io.github.chunkupload.examples.karaf;

import io.github.chunkupload.routes.ChunkUploadRouteTemplates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Runs the routes for as long as the bundle is started. Properties of the framework or of the system, such as those of
 * {@code etc/system.properties}, say where: {@code chunkupload.port} (9000) and {@code chunkupload.home} (the current directory).
 */
public final class ExampleActivator implements BundleActivator {

    private CamelContext camel;

    @Override
    public void start(BundleContext bundle) throws Exception {
        Path home = Files.createDirectories(Path.of(property(bundle, "chunkupload.home", ".")).toAbsolutePath().normalize());
        int port = Integer.parseInt(property(bundle, "chunkupload.port", "9000"));
        // Built by start, when it has the class loader.
        camel = new DefaultCamelContext(false);
        camel.setApplicationContextClassLoader(BundlesClassLoader.of(bundle));
        ExampleRoutes routes = new ExampleRoutes(home, port);
        try {
            camel.addRoutes(routes);
            camel.addRoutes(new ChunkUploadRouteTemplates());
            routes.addSenders(camel);
            camel.start();
        } catch (Exception e) {
            camel.stop();
            throw e;
        }
    }

    @Override
    public void stop(BundleContext bundle) {
        camel.stop();
    }

    private static String property(BundleContext bundle, String name, String preset) {
        return Optional.ofNullable(bundle.getProperty(name)).orElse(preset);
    }
}
