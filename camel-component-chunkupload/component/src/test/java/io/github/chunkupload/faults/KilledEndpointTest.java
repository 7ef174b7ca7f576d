package io.github.chunkupload.faults;

import org.apache.camel.builder.RouteBuilder;

/** Kills a route from a directory to the endpoint. */
class KilledEndpointTest extends KillSuite {

    KilledEndpointTest() {
        super(Uploader.class, 3);
    }

    /** The process that is killed. */
    static final class Uploader {

        private Uploader() {
        }

        public static void main(String[] arguments) throws Exception {
            FileDropProgram.run(arguments, (context, from, to) -> context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).to(to);
                }
            }));
        }
    }
}
