package io.github.chunkupload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {

    @TempDir
    private Path directory;

    private final Properties system = new Properties();
    private Path home;
    private Path working;

    @BeforeEach
    void directories() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        working = Files.createDirectory(directory.resolve("working"));
    }

    private GatewaySettings read(Map<String, String> environment) throws IOException {
        return GatewaySettings.read(home, working, environment, system);
    }

    @Test
    void withoutAnySettingItListensOnThisMachineOnlyAndAsksForCredentials() throws IOException {
        GatewaySettings settings = read(Map.of());
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(9000);
        assertThat(settings.data()).isEqualTo(working.resolve("data"));
        assertThat(settings.routes()).isEqualTo(home.resolve("gateway-routes.yaml"));
        assertThat(settings.auth()).isTrue();
        assertThat(settings.login()).isFalse();
        assertThat(settings.page()).isTrue();
        assertThat(settings.pageTokenLife()).hasMinutes(5);
        assertThat(settings.corsOrigins()).isEmpty();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentBeforeTheFiles() throws IOException {
        Files.writeString(home.resolve(GatewaySettings.FILE), "gateway.port=1\ngateway.host=a\ngateway.appId=1\ngateway.defaultBucket=b\n");
        Files.writeString(working.resolve(GatewaySettings.FILE), "gateway.port=2\ngateway.host=b\ngateway.appId=2\n");
        system.setProperty("gateway.port", "4");
        GatewaySettings settings = read(Map.of("GATEWAY_PORT", "3", "GATEWAY_HOST", "c", "GATEWAY_OTHER", "not ours"));
        assertThat(settings.port()).isEqualTo(4);
        assertThat(settings.host()).isEqualTo("c");
        assertThat(settings.appId()).isEqualTo("2");
        assertThat(settings.defaultBucket()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port|65536|gateway.port=65536: write a number from 0 to 65535",
        "port|x|gateway.port=x: write a number",
        "host|a b|gateway.host=a b: write a host name or an address",
        "auth|yes|gateway.auth=yes: write on or off",
        "page|no|gateway.page=no: write on or off",
        "pageTokenSeconds|0|gateway.pageTokenSeconds=0: write a number from 1 to 3600",
        "accessKey|me|Of gateway.accessKey and gateway.secretKey only one is set",
        "token|a:b|gateway.token has a blank, a comma, a colon",
        "prot|1|-Dgateway.prot is no setting; those are gateway.host, gateway.port"})
    void whatMakesNoSenseIsRefusedByName(String name, String value, String message) {
        system.setProperty("gateway." + name, value);
        assertThatThrownBy(() -> read(Map.of())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void credentialsAreMadeOnceAndKeptForTheirOwnerOnly() throws IOException {
        GatewayKeys made = GatewayKeys.of(read(Map.of()));
        assertThat(made.made()).isTrue();
        assertThat(made.secretKey()).hasSizeGreaterThanOrEqualTo(40);
        Path file = working.resolve("data").resolve(GatewayKeys.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");

        GatewayKeys kept = GatewayKeys.of(read(Map.of()));
        assertThat(kept.made()).isFalse();
        assertThat(kept.secretKey()).isEqualTo(made.secretKey());
        assertThat(kept.token()).isEqualTo(made.token());
        assertThat(made.toString() + read(Map.of())).doesNotContain(made.secretKey()).doesNotContain(made.token());
    }

    @Test
    void whatIsSetIsNotMade() throws IOException {
        system.setProperty("gateway.accessKey", "me");
        system.setProperty("gateway.secretKey", "secret");
        system.setProperty("gateway.token", "t0ken");
        GatewayKeys keys = GatewayKeys.of(read(Map.of()));
        assertThat(keys).isEqualTo(new GatewayKeys("me", "secret", "t0ken", false));
        assertThat(working.resolve("data")).doesNotExist();
    }
}
