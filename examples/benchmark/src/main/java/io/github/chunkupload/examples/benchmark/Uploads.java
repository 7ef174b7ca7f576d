package io.github.chunkupload.examples.benchmark;

import java.io.IOException;

/** Somebody who can upload the file of a {@link Task}, again and again. */
interface Uploads extends AutoCloseable {

    /** Uploads the file once, and returns when the store has confirmed the object. */
    void upload() throws Exception;

    @Override
    void close() throws IOException;
}
