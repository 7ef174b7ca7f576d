package io.github.chunkupload.examples.benchmark.sink;

/** Answers as a store of one protocol does, and keeps nothing. Called from many threads. */
interface Dialect {

    Reply reply(Request request);
}
