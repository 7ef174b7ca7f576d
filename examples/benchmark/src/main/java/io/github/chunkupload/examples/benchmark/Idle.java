package io.github.chunkupload.examples.benchmark;

/** Uploads nothing: what a process costs by itself. */
final class Idle implements Uploads {

    @Override
    public void upload() {
    }

    @Override
    public void close() {
    }
}
