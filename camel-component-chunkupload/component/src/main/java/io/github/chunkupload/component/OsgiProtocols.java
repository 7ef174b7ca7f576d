package io.github.chunkupload.component;

import io.github.chunkupload.protocol.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The protocols that bundles offer as OSGi services of type {@link Protocol}. The only class that links to OSGi: where that is not on the
 * class path, its use is a {@link NoClassDefFoundError}.
 */
final class OsgiProtocols {

    private OsgiProtocols() {
    }

    /** Returns those that are offered now, of higher rank first; none outside of a framework. */
    static List<Protocol> offered() {
        Bundle bundle = FrameworkUtil.getBundle(OsgiProtocols.class);
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        return context == null ? List.of() : references(context).sorted(Comparator.reverseOrder()).map(context::getService)
            .filter(Objects::nonNull).toList();
    }

    private static Stream<ServiceReference<Protocol>> references(BundleContext context) {
        try {
            return context.getServiceReferences(Protocol.class, null).stream();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("No filter is always valid", e);
        }
    }
}
