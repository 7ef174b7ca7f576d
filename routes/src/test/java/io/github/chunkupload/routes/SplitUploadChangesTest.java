package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.component.HastyComponent;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What becomes of an upload that a splitter drives, when its file changes. */
class SplitUploadChangesTest extends SplitUploadTestBase {

    private final AtomicInteger waits = new AtomicInteger();

    @Test
    void aFileThatChangedBetweenIsRefusedAndItsPartsAreGivenUp() throws Exception {
        refuse("3");
        template(Form.YAML, "");
        assertThat(send().getException()).isNotNull();

        refuse("none");
        Files.write(file, new byte[4 * PART]);
        Exchange refused = send();

        assertThat(failure(refused).kind()).isEqualTo(Failure.SOURCE_CHANGED);
        assertThat(server.uploads()).isEmpty();
        assertThat(send().getException()).isNull();
        assertThat(stored()).isEqualTo(new byte[4 * PART]);
    }

    @Test
    void aFileThatChangedBetweenIsBegunAnewIfThatIsWanted() throws Exception {
        refuse("3");
        template(Form.YAML, "&onSourceChanged=restart");
        assertThat(send().getException()).isNotNull();

        refuse("none");
        Files.write(file, new byte[4 * PART]);

        assertThat(send().getException()).isNull();
        assertThat(stored()).isEqualTo(new byte[4 * PART]);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void aFileThatIsStillBeingWrittenIsWaitedFor() throws Exception {
        Timing growing = new Timing(Timing.SYSTEM.clock(), new Random(1), wait -> {
            if (waits.incrementAndGet() == 1) {
                append();
            }
        });
        node.context().addComponent("chunkupload", HastyComponent.with(growing));
        template(Form.YAML, "&settleTime=1h");

        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(waits).hasValue(2);
        assertThat(stored()).hasSize(bytes.length + 7);
    }

    @Test
    void aFileThatChangesMeanwhileNeverBecomesAMixture() throws Exception {
        watch("none", number -> {
            if (number.equals("3")) {
                append();
            }
        });
        template(Form.YAML, "&parallelParts=1");

        assertThat(failure(send()).kind()).isEqualTo(Failure.SOURCE_CHANGED);

        assertThat(server.uploads()).isEmpty();
        assertThatThrownBy(this::stored).isInstanceOfSatisfying(UploadException.class,
            e -> assertThat(e.kind()).isEqualTo(Failure.NO_SUCH_OBJECT));
    }

    private void append() {
        try {
            Files.write(file, new byte[7], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
