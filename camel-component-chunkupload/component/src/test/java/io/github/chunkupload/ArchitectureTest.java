package io.github.chunkupload;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages stand in one order, lowest first; each may know those below it and none above. */
class ArchitectureTest {

    private static final String ROOT = "io.github.chunkupload.";
    private static final String PROTOCOLS = ROOT + "protocol.*..";
    private static final List<String> ORDER = List.of(ROOT + "checksum..", ROOT + "body..", ROOT + "store..", ROOT + "http..",
        ROOT + "protocol", PROTOCOLS, ROOT + "disk..", ROOT + "gateway..", ROOT + "transfer..", ROOT + "component..");
    private static final String[] JDK = {"java..", "javax.net..", "javax.crypto.."};
    private static final String[] CODECS = {"javax.xml..", "org.xml..", "org.w3c..", "com.fasterxml..", "org.codehaus.stax2..",
        "com.ctc.wstx..", "org.apache.commons.codec..", "org.apache.commons.fileupload2..", "org.apache.commons.io.."};
    private static final String[] LOG = {"org.slf4j.."};

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.chunkupload");
        assertThat(ours.size()).isGreaterThan(50);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        classes().should().resideInAnyPackage(ORDER.toArray(String[]::new)).check(ours);
    }

    @Test
    void noPackageKnowsOneAboveIt() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] above = ORDER.subList(i + 1, ORDER.size()).toArray(String[]::new);
            noClasses().that().resideInAPackage(ORDER.get(i)).should().dependOnClassesThat().resideInAnyPackage(above)
                .allowEmptyShould(true).check(ours);
        }
    }

    @Test
    void noProtocolKnowsAnother() {
        slices().matching(ROOT + "protocol.(*)..").should().notDependOnEachOther().allowEmptyShould(true).check(ours);
    }

    @Test
    void thereIsNoCircle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(ours);
    }

    @Test
    void onlyTheComponentSeesCamel() {
        noClasses().that().resideOutsideOfPackage(ROOT + "component..").should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.hc..").check(ours);
    }

    @Test
    void oneClassSeesOsgi() {
        noClasses().that().doNotHaveSimpleName("OsgiProtocols").should().dependOnClassesThat().resideInAPackage("org.osgi..").check(ours);
    }

    @Test
    void onePackageSeesServlets() {
        noClasses().that().resideOutsideOfPackage(ROOT + "component.servlet").should().dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..").check(ours);
    }

    @Test
    void nobodyKnowsAProtocolByItsClasses() {
        noClasses().that().resideOutsideOfPackage(PROTOCOLS).should().dependOnClassesThat().resideInAPackage(PROTOCOLS).check(ours);
    }

    @Test
    void theGatewayKnowsNoProtocolByItsName() throws IOException {
        Pattern name = Pattern.compile("\\b(cos|cdcs|qingstor|cos-?slice|cayman)\\b", Pattern.CASE_INSENSITIVE);
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/chunkupload/gateway"))) {
            List<Path> sources = files.toList();
            assertThat(sources).hasSizeGreaterThan(10)
                .allSatisfy(source -> assertThat(Files.readString(source)).doesNotContainPattern(name));
        }
    }

    @Test
    void theCoreUsesTheJdkOnly() {
        for (String core : List.of("checksum..", "body..", "store..", "http..")) {
            mayUse(ROOT + core, JDK);
        }
    }

    @Test
    void storesAndTheGatewayUseNoMoreThanALog() {
        for (String each : List.of("disk..", "gateway..")) {
            mayUse(ROOT + each, JDK, LOG);
        }
        mayUse(ROOT + "transfer..", JDK, LOG, new String[] {"javax.sql.."});
    }

    @Test
    void protocolsUseTheirCodecsOnly() {
        mayUse(ROOT + "protocol", JDK, CODECS);
        mayUse(PROTOCOLS, JDK, CODECS);
    }

    private static void mayUse(String layer, String[]... allowed) {
        String[] all = Stream.concat(Stream.of("io.github.chunkupload.."), Stream.of(allowed).flatMap(Stream::of)).toArray(String[]::new);
        classes().that().resideInAPackage(layer).should().onlyDependOnClassesThat().resideInAnyPackage(all)
            .allowEmptyShould(true).check(ours);
    }
}
