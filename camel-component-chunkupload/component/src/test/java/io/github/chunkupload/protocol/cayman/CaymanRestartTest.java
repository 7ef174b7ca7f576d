package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our server knows after a restart, and what a client may send twice because it heard no answer. */
class CaymanRestartTest {

    private static final String DONE = "{\n\t\"code\":\t200\n}";
    private static final String CREATE = "/api/cayman/store/object/create";

    @TempDir
    private Path directory;
    private CaymanFixture fixture;

    @BeforeEach
    void open() {
        fixture = new CaymanFixture(directory, true, Map.of());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void restart() {
        fixture.close();
        open();
    }

    @Test
    void aFinishThatIsRepeatedAfterARestartIsAnsweredAsTheFirst() throws IOException {
        fixture.create("k");
        fixture.write("k", 0, "hello");
        assertThat(fixture.call("finish", "k").text()).isEqualTo(DONE);
        restart();
        assertThat(fixture.call("finish", "k").text()).isEqualTo(DONE);
        assertThat(fixture.call("blocks", "k").text()).contains("\"finished\":\ttrue").contains("[[0, 5]]");
        assertThat(fixture.stored("k")).isEqualTo("hello");
    }

    @Test
    void anUnfinishedObjectGoesOnAfterARestart() throws IOException {
        fixture.create("k");
        fixture.write("k", 0, "hello");
        restart();
        assertThat(fixture.call("info", "k").text()).contains("\"cayman_metadata_field_size\":\t5").contains("\"finished\":\tfalse");
        fixture.write("k", 5, "world");
        assertThat(fixture.call("finish", "k").text()).isEqualTo(DONE);
        assertThat(fixture.stored("k")).isEqualTo("helloworld");
    }

    @Test
    void aCreateIsKnownAgainByItsMarkUntilSomethingIsWritten() throws IOException {
        String form = "bucket=bucket-z&objectid=k&size=5&chunkupload-mark=";
        String created = fixture.urlencoded(CREATE, form + "one").text();
        assertThat(created).contains("\t\"code\":\t200");
        restart();
        Reply repeated = fixture.urlencoded(CREATE, form + "one");
        assertThat(repeated.text().replaceAll("time\":\t\\d+", "")).isEqualTo(created.replaceAll("time\":\t\\d+", ""));
        assertThat(fixture.urlencoded(CREATE, form + "other").text()).contains("\"code\":\t409");
        assertThat(fixture.urlencoded(CREATE, form).text()).contains("\"code\":\t409");
        fixture.write("k", 0, "hello");
        assertThat(fixture.urlencoded(CREATE, form + "one").text()).as("somebody writes").contains("\"code\":\t409");
    }
}
