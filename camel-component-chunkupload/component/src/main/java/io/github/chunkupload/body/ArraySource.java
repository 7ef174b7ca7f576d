package io.github.chunkupload.body;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Bytes in memory. */
final class ArraySource implements Source {

    private final byte[] bytes;

    ArraySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public Body region(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Region(bytes, (int) offset, (int) length);
    }

    @Override
    public InputStream sequential() {
        return new ByteArrayInputStream(bytes);
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
    public void close() {
        // memory needs no closing
    }

    private record Region(byte[] bytes, int offset, int count) implements Body {

        @Override
        public long length() {
            return count;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes, offset, count);
        }
    }
}
