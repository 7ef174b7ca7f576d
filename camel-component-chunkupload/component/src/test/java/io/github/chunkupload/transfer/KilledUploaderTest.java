package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.faults.KillSuite;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Kills a {@link Transfer}. */
class KilledUploaderTest extends KillSuite {

    KilledUploaderTest() {
        super(Uploader.class, 10);
    }

    /** The process that is killed. */
    static final class Uploader {

        private Uploader() {
        }

        public static void main(String[] arguments) throws Exception {
            URI endpoint = URI.create(arguments[0]);
            ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
            CamelContext camel = new DefaultCamelContext();
            camel.start();
            try {
                CamelHttpTransport transport = new CamelHttpTransport(camel, endpoint, Map.of());
                ObjectStore store = new CosProtocol().client(transport, new ClientSettings(endpoint, ClientSettings.Addressing.PATH,
                    Optional.of(CREDENTIALS), "ap-guangzhou", "", Map.of(), OptionalLong.of(1), Clock.systemUTC()));
                TransferSettings settings = TransferSettings.builder().partSize(PART).parallelParts(PARALLEL).build();
                try (FileJournal journal = FileJournal.open(Path.of(arguments[2])); Source source = Source.of(Path.of(arguments[1]))) {
                    Transfer.on(store).endpoint("http://cos.example").settings(settings).journal(journal).executor(pool).build()
                        .upload(UploadRequest.of(OBJECT), source);
                }
                store.close();
                transport.close();
            } finally {
                camel.stop();
                pool.shutdownNow();
            }
        }
    }
}
