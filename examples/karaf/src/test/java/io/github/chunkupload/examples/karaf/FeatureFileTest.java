package io.github.chunkupload.examples.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feature files name what Maven resolves, so that Karaf runs what the other tests ran. */
class FeatureFileTest {

    private static final Pattern FOREIGN_BUNDLE =
        Pattern.compile("<bundle[^>]*>(?:wrap:)?mvn:(?!io\\.github\\.chunkupload)[^/]+/([^/]+)/([^$<]+)");

    @ParameterizedTest
    @ValueSource(strings = {"target/feature/features.xml", "../../camel-component-chunkupload/karaf/target/feature/features.xml"})
    void everyBundleHasTheVersionOfTheClassPath(Path file) throws Exception {
        Set<String> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName().toString()).collect(Collectors.toSet());

        List<String> jars = FOREIGN_BUNDLE.matcher(Files.readString(file)).results()
            .map(FeatureFileTest::jar).toList();

        assertThat(jars).hasSizeGreaterThan(5).isSubsetOf(classPath);
    }

    private static String jar(MatchResult bundle) {
        return bundle.group(1) + "-" + bundle.group(2) + ".jar";
    }
}
