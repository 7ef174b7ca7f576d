package io.github.chunkupload.routes;

import io.github.chunkupload.faults.FileDropProgram;
import io.github.chunkupload.faults.KillSuite;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** Kills a splitter over the parts of a file in a directory. */
class KilledSplitUploadTest extends KillSuite {

    KilledSplitUploadTest() {
        super(Uploader.class, 3);
    }

    /** The process that is killed. */
    static final class Uploader {

        private Uploader() {
        }

        public static void main(String[] arguments) throws Exception {
            FileDropProgram.run(arguments, (context, from, to) -> {
                Form.YAML.addTo(context);
                TemplatedRouteBuilder.builder(context, ChunkUploadRouteTemplates.SPLIT_UPLOAD)
                    .parameter("from", from).parameter("to", to).add();
            });
        }
    }
}
