package io.github.chunkupload.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest {

    @TempDir
    private Path directory;

    private final Properties set = new Properties();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private boolean run() throws Exception {
        return new Relay(new PrintStream(printed, true, StandardCharsets.UTF_8), Settings.of(set)).run();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sendsAFileThroughWithoutBeingToldAnything() throws Exception {
        assertThat(run()).isTrue();

        assertThat(text()).contains("clients of cos").contains("speaks qingstor").contains("relayed: the whole object")
            .contains("Identical in the store behind: yes");
    }

    @Test
    void relaysCallByCallWhatFits() throws Exception {
        set.setProperty("receive", "operations");
        set.setProperty("to", "cdcs");
        set.setProperty("file", Files.write(directory.resolve("mine"), new byte[5_000_000]).toString());

        assertThat(run()).isTrue();

        assertThat(text()).contains("relayed: uploadPart number 1").contains("complete=1").contains("uploadPart=2")
            .contains("The client sent 5000000 bytes in 2 parts").contains("Identical in the store behind: yes");
    }

    @Test
    void saysWhyAPairDoesNotFit() throws Exception {
        set.setProperty("receive", "operations");
        set.setProperty("to", "cayman");

        assertThat(run()).isFalse();

        assertThat(text()).contains("It did not arrive").contains("takes parts by their offset");
    }

    @Test
    void relaysWhatDoesNotFitAsAWhole() throws Exception {
        set.setProperty("to", "cayman");

        assertThat(run()).isTrue();
    }

    @Test
    void aSettingThatIsNoneIsRefusedByName() {
        set.setProperty("from", "ftp");

        assertThatThrownBy(this::run).hasMessage("-Dfrom=ftp is none of cos, cdcs, qingstor, cos-slice, cayman");
    }
}
