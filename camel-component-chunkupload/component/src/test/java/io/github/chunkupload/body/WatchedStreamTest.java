package io.github.chunkupload.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class WatchedStreamTest {

    private static final class Counting extends WatchedStream {

        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    @Test
    void everyByteIsSeenOnceHoweverItIsTaken() throws IOException {
        Counting stream = new Counting(new ByteArrayInputStream(new byte[50_000]));
        assertThat(stream.markSupported()).isFalse();
        assertThat(stream.read()).isZero();
        assertThat(stream.skip(0)).isZero();
        assertThat(stream.skip(20_000)).isBetween(1L, 20_000L);
        stream.skipNBytes(10_000);
        stream.transferTo(OutputStream.nullOutputStream());
        assertThat(stream.count).isEqualTo(50_000);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.skip(1)).isZero();
    }

    @Test
    void aByteOfAllOnesIsNoEnd() throws IOException {
        assertThat(new Counting(new ByteArrayInputStream(new byte[] {-1})).read()).isEqualTo(0xFF);
    }
}
