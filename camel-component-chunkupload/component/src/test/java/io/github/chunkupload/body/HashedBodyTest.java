package io.github.chunkupload.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashedBodyTest {

    private static final Checksums MD5_OF_NOTHING = Checksums.of(Digest.MD5, "d41d8cd98f00b204e9800998ecf8427e");

    @Test
    void nothingIsReadWithoutBeingOpened() {
        HashedBody body = new HashedBody(Body.EMPTY, Set.of(Digest.MD5));

        assertThat(body.isComplete()).isTrue();
        assertThat(body.sums()).isEqualTo(MD5_OF_NOTHING);
    }

    @Test
    void bytesLeftUnreadAreNotComplete() throws IOException {
        HashedBody body = new HashedBody(Body.of(new byte[2]), Set.of(Digest.MD5));
        try (InputStream in = body.open()) {
            assertThat(in.read()).isZero();
        }

        assertThat(body.isComplete()).isFalse();
        assertThatThrownBy(body::sums).isInstanceOf(IllegalStateException.class);
    }
}
