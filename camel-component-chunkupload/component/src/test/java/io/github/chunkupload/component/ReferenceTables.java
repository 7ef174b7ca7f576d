package io.github.chunkupload.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes the tables of the component's page, between its comments {@code NAME: START} and {@code NAME: END}, from the catalog JSON and
 * from what the protocols say of themselves. Camel's own goal for such pages leaves the tables to Camel's website. The build of the
 * component runs this file as a program, with no more than the class path that the component is compiled with.
 */
final class ReferenceTables {

    private static final List<String> PROTOCOLS = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman");
    private static final String COLUMNS = "[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n|===\n";
    private static final Pattern PACKAGE = Pattern.compile("(?:[a-z]\\w*\\.)+(?=[A-Z])");

    private final JsonNode catalog;
    private final Path protocols;

    private ReferenceTables(JsonNode catalog, Path protocols) {
        this.catalog = catalog;
        this.protocols = protocols;
    }

    /** Rewrites the page of the module in {@code args[0]} where it is not what the module says now. */
    public static void main(String[] args) throws Exception {
        Path module = Path.of(args[0]);
        String now = current(module);
        if (!now.equals(Files.readString(page(module)))) {
            Files.writeString(page(module), now);
        }
    }

    static Path page(Path module) {
        return module.resolve("src/main/docs/chunkupload-component.adoc");
    }

    /** Returns the page as it has to be: its own text, with the tables as they are now. */
    static String current(Path module) throws Exception {
        JsonNode catalog = new ObjectMapper().readTree(
            module.resolve("src/generated/resources/META-INF/io/github/chunkupload/component/chunkupload.json").toFile());
        Path services = module.resolve("src/main/resources/META-INF/services/org/apache/camel/chunkupload");
        String page = Files.readString(page(module));
        for (Map.Entry<String, String> table : new ReferenceTables(catalog, services).tables().entrySet()) {
            page = replaced(page, table.getKey(), table.getValue());
        }
        return page;
    }

    private static String replaced(String page, String name, String table) {
        Pattern place = Pattern.compile("(?s)(// " + name + ": START\n).*?(// " + name + ": END\n)");
        Matcher found = place.matcher(page);
        if (!found.find()) {
            throw new IllegalStateException("The page has no place for: " + name);
        }
        return page.substring(0, found.end(1)) + table + page.substring(found.start(2));
    }

    private Map<String, String> tables() throws ReflectiveOperationException, IOException {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("header", header());
        tables.put("component options", options("componentProperties", "property", this::named));
        tables.put("endpoint path options", options("properties", "path", this::named));
        tables.put("endpoint query options", options("properties", "parameter", this::named));
        tables.put("message headers", headers());
        tables.put("protocol options", protocolOptions());
        tables.put("spring boot options", options("componentProperties", "property",
            (name, option) -> "*camel.component.chunkupload." + dashed(name) + "*"));
        return tables;
    }

    private String header() {
        JsonNode component = catalog.path("component");
        return ":artifactid: " + text(component, "artifactId") + "\n:description: " + text(component, "description") + "\n:since: "
            + text(component, "firstVersion").replaceAll("\\.0$", "") + "\n:supportlevel: " + text(component, "supportLevel") + "\n";
    }

    private interface Naming {
        String name(String name, JsonNode option);
    }

    private String named(String name, JsonNode option) {
        return "*" + name + "* (" + text(option, "group") + ")";
    }

    private String options(String part, String kind, Naming naming) {
        StringBuilder table = new StringBuilder(COLUMNS).append("| Name | Description | Default | Type\n");
        catalog.path(part).properties().forEach(entry -> {
            JsonNode option = entry.getValue();
            if (text(option, "kind").equals(kind)) {
                row(table, naming.name(entry.getKey(), option), told(option), text(option, "defaultValue"), type(option));
            }
        });
        return table.append("|===\n").toString();
    }

    private String headers() {
        StringBuilder table = new StringBuilder(COLUMNS).append("| Name | Description | Side | Type\n");
        catalog.path("headers").properties().forEach(entry -> row(table, "*" + entry.getKey() + "*", told(entry.getValue()),
            text(entry.getValue(), "group").replace("common", "both"), type(entry.getValue())));
        return table.append("|===\n").toString();
    }

    private String protocolOptions() throws ReflectiveOperationException, IOException {
        StringBuilder table = new StringBuilder(COLUMNS).append("| Name | Description | Default | Protocol\n");
        for (String protocol : PROTOCOLS) {
            for (OptionSpec option : options(protocol)) {
                row(table, "*protocol." + option.name() + "*", option.description(), stable(option), "`" + protocol + "`");
            }
        }
        return table.append("|===\n").toString();
    }

    private List<OptionSpec> options(String protocol) throws ReflectiveOperationException, IOException {
        Properties service = new Properties();
        service.load(Files.newBufferedReader(protocols.resolve(protocol)));
        return ((Protocol) Class.forName(service.getProperty("class")).getConstructor().newInstance()).options();
    }

    /** The one default that depends on the heap of this process is told by the description. */
    private static String stable(OptionSpec option) {
        return option.name().equals("blockMemory") ? "" : option.defaultValue();
    }

    private static void row(StringBuilder table, String... cells) {
        table.append(Stream.of(cells).map(cell -> ("| " + cell.replace("|", "\\|")).strip()).collect(Collectors.joining(" "))).append('\n');
    }

    private static String told(JsonNode option) {
        String values = StreamSupport.stream(option.path("enum").spliterator(), false).map(value -> "`" + value.asText() + "`")
            .collect(Collectors.joining(", "));
        return (option.path("required").asBoolean() ? "*Required* " : "") + text(option, "description")
            + (values.isEmpty() ? "" : " One of " + values + ".");
    }

    private static String type(JsonNode option) {
        String type = text(option, "type");
        return type.equals("duration") || type.equals("enum") ? type : PACKAGE.matcher(text(option, "javaType")).replaceAll("");
    }

    private static String text(JsonNode of, String name) {
        return of.path(name).asText("");
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
