package io.github.chunkupload.component;

import io.github.chunkupload.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.FactoryFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds protocols by name: a bean of type {@link Protocol} in the registry first, then a service file under
 * {@value #SERVICES} with an entry {@code class=…}, then, in OSGi, a service of type {@link Protocol}.
 */
final class ProtocolLookup {

    /** The word for all protocols at once, on a consumer. */
    static final String ANY = "any";

    private static final String SERVICES = "META-INF/services/org/apache/camel/chunkupload/";
    private static final List<String> BUILT_IN = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman");
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolLookup.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final CamelContext context;

    ProtocolLookup(CamelContext context) {
        this.context = context;
    }

    /**
     * Returns the protocol {@code name}.
     *
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    Protocol find(String name) {
        return bean(name).or(() -> service(name)).or(() -> offered(name)).orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        Set<String> known = new TreeSet<>(all(List.of()).keySet());
        return new IllegalArgumentException("Unknown protocol '" + name + "': known are " + String.join(", ", known)
            + ". Another one needs a bean or an OSGi service of type Protocol, or a file " + SERVICES + name + Nearest.hint(name, known));
    }

    /** Returns the built-in protocols, the OSGi services, the beans, and those of {@code names}, by name. */
    Map<String, Protocol> all(List<String> names) {
        Map<String, Protocol> found = new LinkedHashMap<>();
        for (String name : BUILT_IN) {
            service(name).ifPresent(p -> found.put(name, p));
        }
        offered().forEach(p -> found.putIfAbsent(p.name(), p));
        context.getRegistry().findByType(Protocol.class).forEach(p -> found.put(p.name(), p));
        names.forEach(name -> found.put(name, find(name)));
        return found;
    }

    private Optional<Protocol> bean(String name) {
        return context.getRegistry().findByType(Protocol.class).stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private Optional<Protocol> service(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        FactoryFinder finder = context.getCamelContextExtension().getFactoryFinder(SERVICES);
        return finder.newInstance(name, Protocol.class);
    }

    private static Optional<Protocol> offered(String name) {
        return offered().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static List<Protocol> offered() {
        try {
            return OsgiProtocols.offered();
        } catch (NoClassDefFoundError e) {
            LOG.debug("There is no OSGi here: {}", e.getMessage());
            return List.of();
        }
    }
}
