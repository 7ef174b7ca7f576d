package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** How fast one transfer may send: bodies at its pace are read in small pieces, each after it has passed all throttles. Thread-safe. */
final class Pace {

    private static final int PIECE = 64 << 10;

    private final List<Throttle> throttles;
    private final ReentrantLock turn = new ReentrantLock(true);

    Pace(List<Throttle> throttles) {
        this.throttles = throttles;
    }

    /** Returns {@code body} at this pace. */
    Body of(Body body) {
        return throttles.stream().allMatch(throttle -> throttle.limit().isUnlimited()) ? body : new Paced(body);
    }

    private void pass(int bytes) throws IOException {
        try {
            turn.lockInterruptibly();
            try {
                for (Throttle throttle : throttles) {
                    throttle.pass(bytes);
                }
            } finally {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while bandwidth was scarce");
        }
    }

    private final class Paced implements Body {

        private final Body body;

        Paced(Body body) {
            this.body = body;
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public boolean repeatable() {
            return body.repeatable();
        }

        @Override
        public InputStream open() throws IOException {
            return new WatchedStream(body.open()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = in.read(bytes, offset, Math.min(length, PIECE));
                    if (read > 0) {
                        pass(read);
                    }
                    return read;
                }
            };
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
