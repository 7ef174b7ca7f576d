package io.github.chunkupload.component;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.transfer.UploadSession;
import org.apache.camel.util.IOHelper;

/**
 * One upload that a route drives part by part.
 *
 * @param owner whose store and journal the session needs
 * @param session drives it
 * @param source its bytes
 * @param ended is told when it is over
 */
record SteppedUpload(Uploader owner, UploadSession session, Source source, Runnable ended) implements AutoCloseable {

    /** Ends the session, if it is not over; closing twice does nothing more. */
    @Override
    public void close() {
        try {
            session.close();
        } finally {
            IOHelper.close(source);
            ended.run();
        }
    }
}
