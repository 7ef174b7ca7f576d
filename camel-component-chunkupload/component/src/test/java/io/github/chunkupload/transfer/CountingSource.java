package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A source that counts the bytes read from it, and tells where somebody begins to read. */
record CountingSource(Source source, AtomicLong read, LongConsumer begun) implements Source {

    CountingSource(Source source) {
        this(source, offset -> { });
    }

    CountingSource(Source source, LongConsumer begun) {
        this(source, new AtomicLong(), begun);
    }

    @Override
    public OptionalLong size() {
        return source.size();
    }

    @Override
    public boolean randomAccess() {
        return source.randomAccess();
    }

    @Override
    public Body region(long offset, long length) {
        Body region = source.region(offset, length);
        return new Body() {
            @Override
            public long length() {
                return region.length();
            }

            @Override
            public boolean repeatable() {
                return region.repeatable();
            }

            @Override
            public InputStream open() throws IOException {
                begun.accept(offset);
                return counted(region.open());
            }
        };
    }

    private InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                read.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    @Override
    public InputStream sequential() throws IOException {
        return counted(source.sequential());
    }

    @Override
    public Optional<SourceIdentity> identity() {
        return source.identity();
    }

    @Override
    public Optional<SourceIdentity> currentIdentity() throws IOException {
        return source.currentIdentity();
    }

    @Override
    public Optional<Source> reopened() throws IOException {
        return source.reopened();
    }

    @Override
    public String hint() {
        return source.hint();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
