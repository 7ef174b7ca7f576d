package io.github.chunkupload.contract;

import io.github.chunkupload.body.Body;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bodies that misbehave on purpose, or that tell what was done to them. */
final class Bodies {

    private Bodies() {
    }

    /** A body that must not be touched: it is refused before any byte moves. */
    static Body untouchable(long length) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() {
                throw new AssertionError("The body was opened, though the request had to be refused before any byte moves");
            }
        };
    }

    /** A body whose source fails after half of the bytes. */
    static Body breaking(byte[] bytes) {
        InputStream stream = new HalfStream(bytes) {
            @Override
            void atHalf() throws IOException {
                throw new IOException("the source broke off, as it should in this test");
            }
        };
        return Body.once(stream, bytes.length);
    }

    /** Stops after half of the bytes until it is released. */
    static final class Gated implements Body {

        private final byte[] bytes;
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Gated(byte[] bytes) {
            this.bytes = bytes;
        }

        void awaitHalf() throws InterruptedException {
            await(half);
        }

        void release() {
            released.countDown();
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public InputStream open() {
            return new HalfStream(bytes) {
                @Override
                void atHalf() throws IOException {
                    half.countDown();
                    try {
                        await(released);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted", e);
                    }
                }
            };
        }

        private static void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came to the gate within 30 seconds");
            }
        }
    }

    /** Counts how often it was opened and closed. */
    static final class Counted implements Body {

        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        private final byte[] bytes;

        Counted(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            opened.incrementAndGet();
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private abstract static class HalfStream extends FilterInputStream {

        private int untilHalf;
        private boolean passed;

        HalfStream(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
            untilHalf = bytes.length / 2;
        }

        abstract void atHalf() throws IOException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (passed) {
                return in.read(buffer, offset, length);
            }
            if (untilHalf == 0) {
                passed = true;
                atHalf();
                return in.read(buffer, offset, length);
            }
            int read = in.read(buffer, offset, Math.min(length, untilHalf));
            untilHalf -= read;
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
