package io.github.chunkupload.examples.karaf;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The class path that Camel expects, made of bundles: its jars find components, languages and converters by files below
 * {@value #SERVICES}, and ask one class loader for all of them. Camel-karaf's own context does this by itself.
 */
final class BundlesClassLoader extends ClassLoader {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private final List<Bundle> bundles;

    private BundlesClassLoader(List<Bundle> bundles) {
        super(null);
        this.bundles = bundles;
    }

    /** Returns the loader of all bundles that have such files now. */
    static BundlesClassLoader of(BundleContext context) {
        return new BundlesClassLoader(Stream.of(context.getBundles()).filter(bundle -> bundle.getEntryPaths(SERVICES) != null).toList());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (Bundle bundle : bundles) {
            try {
                return bundle.loadClass(name);
            } catch (ClassNotFoundException e) {
                // the next one may have it
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected URL findResource(String name) {
        return bundles.stream().map(bundle -> bundle.getEntry(name)).filter(url -> url != null).findFirst().orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        for (Bundle bundle : bundles) {
            URL url = bundle.getEntry(name);
            if (url != null) {
                found.add(url);
            }
        }
        return Collections.enumeration(found);
    }
}
