package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;

/** A body that may not be empty: one that says so is refused at once, one of unknown length when it ends before its first byte. */
final class FilledBody implements Body {

    private final Body body;

    FilledBody(Body body) {
        if (body.length() == 0) {
            throw empty();
        }
        this.body = body;
    }

    /** Returns the refusal of bytes that are none. */
    static UploadException empty() {
        return UploadException.builder(Failure.INVALID_ARGUMENT, "CDCS stores nothing that is empty")
            .protocolCode(CdcsError.OBJECT_EMPTY.code()).build();
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
        return body.length() < 0 ? new Filled(body.open()) : body.open();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private static final class Filled extends WatchedStream {

        private boolean begun;

        Filled(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            begun |= read > 0;
            if (read < 0 && !begun) {
                throw empty();
            }
            return read;
        }
    }
}
