package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.protocol.Protocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The look-up of protocols from other bundles, in a real framework. What it needs of us, the framework has from the class path. */
@Timeout(60)
class OsgiProtocolsTest {

    private static final String SHARED =
        "io.github.chunkupload.protocol,io.github.chunkupload.protocol.cdcs,io.github.chunkupload.protocol.cos";

    @TempDir
    private Path directory;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, directory.resolve("bundles").toString(),
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED));
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void findsWhatABundleOffersForAsLongAsItDoes() throws Exception {
        Bundle component = install("component", null, OsgiProtocols.class);
        Bundle other = install("other", OfferingBundle.class, OfferingBundle.class);
        component.start();
        assertThat(offered(component)).isEmpty();

        other.start();
        assertThat(offered(component)).extracting(Protocol::name).containsExactly("cdcs", "cos");
        other.stop();
        assertThat(offered(component)).isEmpty();
    }

    @Test
    void findsNothingInABundleThatIsNotStarted() throws Exception {
        Bundle component = install("component", null, OsgiProtocols.class);
        install("other", OfferingBundle.class, OfferingBundle.class).start();

        assertThat(offered(component)).isEmpty();
    }

    @Test
    void findsNothingOutsideOfAFramework() {
        assertThat(OsgiProtocols.offered()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static List<Protocol> offered(Bundle component) throws Exception {
        Class<?> lookup = component.loadClass(OsgiProtocols.class.getName());
        assertThat(lookup).isNotSameAs(OsgiProtocols.class);
        Method offered = lookup.getDeclaredMethod("offered");
        offered.setAccessible(true);
        return (List<Protocol>) offered.invoke(null);
    }

    private Bundle install(String name, Class<?> activator, Class<?>... classes) throws Exception {
        return framework.getBundleContext().installBundle(name, new ByteArrayInputStream(jar(name, activator, classes)));
    }

    private static byte[] jar(String name, Class<?> activator, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        main.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework," + SHARED);
        if (activator != null) {
            main.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> each : classes) {
                String entry = each.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream in = each.getResourceAsStream("/" + entry)) {
                    in.transferTo(jar);
                }
            }
        }
        return bytes.toByteArray();
    }
}
