package io.github.chunkupload.examples.benchmark.sink;

/** Says yes to everything. */
final class RawDialect implements Dialect {

    @Override
    public Reply reply(Request request) {
        return Reply.of(200);
    }
}
