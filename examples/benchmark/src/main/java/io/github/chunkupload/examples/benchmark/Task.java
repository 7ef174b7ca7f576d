package io.github.chunkupload.examples.benchmark;

import java.nio.file.Path;

/**
 * What is to be uploaded, and how.
 *
 * @param file the source
 * @param port where the sink listens for this contender
 * @param partSize bytes
 * @param parallel parts at once
 * @param work a directory for what a contender keeps
 */
record Task(Path file, int port, long partSize, int parallel, Path work) {

    static final String ACCESS_KEY = "BENCHMARKKEY";
    static final String SECRET_KEY = "BENCHMARKSECRET";

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }
}
