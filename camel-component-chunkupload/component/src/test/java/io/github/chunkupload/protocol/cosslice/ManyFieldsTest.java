package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A form that never ends, of parts too small to be noticed by their size. */
class ManyFieldsTest extends CosSliceServerTestBase {

    @Override
    int version() {
        return 1;
    }

    @Test
    void aFormOfAMillionEmptyFieldsIsRefusedAtTheSixtyFifth() throws IOException {
        byte[] form = "--VAYy4d-heDvTST_ASx\r\na: b\r\n\r\n\r\n".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        Reply reply = exchange("POST", "/files/v1" + FILE, "Authorization: " + MULTI_USE + "\r\n" + FORM, form);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).contains("more than 64 parts");
    }
}
