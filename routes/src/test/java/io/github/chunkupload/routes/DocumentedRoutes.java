package io.github.chunkupload.routes;

import io.github.chunkupload.routes.Document.Block;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;

/**
 * Makes the examples of the documents into routes of a context. They stay as they are written, but for what a test must not do: clouds
 * become a port of this machine where nobody answers, the port of a gateway any free one, and files go below a directory of the test.
 * Placeholders get a value of their own.
 */
final class DocumentedRoutes {

    private static final Pattern CLOUD = Pattern.compile("https://[\\w.-]+\\.(?:myqcloud|qingstor)\\.com");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.]+)}}");
    private static final Pattern DATA = Pattern.compile("(dataDirectory(?:=|: ))data\\b");
    private static final Pattern FOLDER = Pattern.compile("(file:|value: )(outbox|received)\\b");
    private static final Pattern CREDENTIALS = Pattern.compile("(credentialsFile(?:=|: ))(credentials\\.properties)\\b");
    private static final String COMPONENT = "camel.component.chunkupload.";
    private static final String SOURCE = """
        import io.github.chunkupload.store.UploadException;
        import org.apache.camel.builder.RouteBuilder;

        public class %s extends RouteBuilder {
            @Override
            public void configure() {
        %s    }
        }
        """;

    private final Path directory;
    private final Map<Block, RoutesBuilder> compiled = new HashMap<>();

    /** Compiles those of {@code blocks} that are Java, all at once. */
    DocumentedRoutes(Path directory, List<Block> blocks) throws Exception {
        this.directory = directory;
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Map<Block, String> names = new HashMap<>();
        for (Block block : blocks.stream().filter(block -> block.language().equals("java")).toList()) {
            String name = "Block" + names.size();
            Files.writeString(classes.resolve(name + ".java"), SOURCE.formatted(name, harmless(block.text())));
            names.put(block, name);
        }
        if (!names.isEmpty()) {
            compile(classes, names.values().stream().map(name -> classes.resolve(name + ".java")).toList());
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            for (Map.Entry<Block, String> name : names.entrySet()) {
                compiled.put(name.getKey(), (RoutesBuilder) loader.loadClass(name.getValue()).getConstructor().newInstance());
            }
        }
    }

    private static void compile(Path classes, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources)).call()) {
                throw new IllegalStateException("An example does not compile:\n" + said);
            }
        }
    }

    private String harmless(String text) {
        String here = directory.toString();
        String harmless = CLOUD.matcher(text).replaceAll("http://127.0.0.1:9").replace("127.0.0.1:9000", "127.0.0.1:0");
        harmless = DATA.matcher(harmless).replaceAll("$1" + here + "/data");
        harmless = FOLDER.matcher(harmless).replaceAll("$1" + here + "/$2");
        return CREDENTIALS.matcher(harmless).replaceAll("$1" + here + "/$2");
    }

    /** Returns a context that is not started, in which the component is as {@code settings} say and every placeholder has a value. */
    DefaultCamelContext context(List<Block> blocks, Properties settings) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        Properties placeholders = new Properties();
        blocks.forEach(block -> PLACEHOLDER.matcher(block.text() + settings).results()
            .forEach(found -> placeholders.setProperty(found.group(1), "value/of+" + found.group(1))));
        context.getPropertiesComponent().setInitialProperties(placeholders);
        option(context, "journalDirectory", directory.resolve("journal").toString());
        for (String name : settings.stringPropertyNames()) {
            option(context, StringHelper.dashToCamelCase(name.substring(COMPONENT.length())), harmless(settings.getProperty(name)));
        }
        return context;
    }

    private static void option(CamelContext context, String name, String value) {
        PropertyConfigurer options =
            PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer("chunkupload-component", context);
        if (!options.configure(context, context.getComponent("chunkupload"), name, context.resolvePropertyPlaceholders(value), true)) {
            throw new IllegalStateException("The component has no option " + name);
        }
    }

    /** Adds the routes of {@code block}. */
    void add(CamelContext context, Block block) throws Exception {
        if (block.language().equals("java")) {
            context.addRoutes(compiled.get(block));
        } else {
            PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("block." + block.language(), harmless(block.text())));
        }
    }
}
