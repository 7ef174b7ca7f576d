package io.github.chunkupload.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;

/** A file drop whose one file is uploaded as {@link KillSuite} wants it: what the process of a user's route does. */
public final class FileDropProgram {

    private FileDropProgram() {
    }

    /** Runs {@code routes} until the file is done. */
    public static void run(String[] arguments, ByRoute.Routes routes) throws Exception {
        Path file = Path.of(arguments[1]);
        String from = "file:" + file.getParent().getParent() + "?recursive=true&initialDelay=0&delay=50";
        String keys = "&accessKey=" + KillSuite.CREDENTIALS.accessKey() + "&secretKey=" + KillSuite.CREDENTIALS.secretKey();
        String to = "chunkupload:cos:" + KillSuite.OBJECT.bucket() + "?endpoint=" + arguments[0] + keys + "&region=ap-guangzhou"
            + "&minPartSize=1&partSize=" + KillSuite.PART + "&parallelParts=" + KillSuite.PARALLEL + "&journalDirectory=" + arguments[2];
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            routes.add(context, from, to);
            context.start();
            await().atMost(Duration.ofSeconds(50)).until(() -> Files.notExists(file));
        }
    }
}
