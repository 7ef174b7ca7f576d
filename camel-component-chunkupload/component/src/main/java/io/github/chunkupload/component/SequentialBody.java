package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import java.io.IOException;
import java.io.InputStream;

/**
 * All bytes of a source that can be read once.
 *
 * @param source where they come from; whoever made it closes it
 * @param length how many; −1: not known
 */
record SequentialBody(Source source, long length) implements Body {

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public InputStream open() throws IOException {
        return source.sequential();
    }
}
