package io.github.chunkupload.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream, read once. */
final class StreamSource implements Source {

    private final Body body;
    private final InputStream stream;
    private final long length;

    StreamSource(InputStream stream, long length) {
        this.body = Body.once(stream, length);
        this.stream = stream;
        this.length = length;
    }

    @Override
    public OptionalLong size() {
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public boolean randomAccess() {
        return false;
    }

    @Override
    public Body region(long offset, long count) {
        throw new UnsupportedOperationException("A stream has no regions: read it from its first byte");
    }

    @Override
    public InputStream sequential() throws IOException {
        return length < 0 ? body.open() : new NoLonger(body.open());
    }

    @Override
    public Optional<SourceIdentity> identity() {
        return Optional.empty();
    }

    @Override
    public Optional<SourceIdentity> currentIdentity() {
        return Optional.empty();
    }

    @Override
    public Optional<Source> reopened() {
        return Optional.empty();
    }

    @Override
    public String hint() {
        return "";
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /** Whoever reads on behind the announced end learns whether there is more: nothing is cut off in silence. */
    private final class NoLonger extends FilterInputStream {

        NoLonger(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            return read < 0 ? ended() : read;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = count == 0 ? 0 : in.read(bytes, offset, count);
            return read < 0 ? ended() : read;
        }

        private int ended() throws IOException {
            if (stream.read() >= 0) {
                throw new IOException("The stream has more than the " + length + " bytes announced");
            }
            return -1;
        }
    }
}
