package io.github.chunkupload.component;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.UploadSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.util.ObjectHelper;

/**
 * The uploads that routes drive part by part, of one endpoint. Each lives until it is complete or aborted, or until the exchange ends that
 * it was begun with. The ledger in the headers says which one is meant, because a key may be made of the time or the body. Thread-safe.
 */
final class SteppedUploads {

    private final Map<Ledger, SteppedUpload> open = new ConcurrentHashMap<>();

    /** Takes {@code stepped} over. */
    void add(Exchange exchange, SteppedUpload stepped) {
        UploadSession session = stepped.session();
        open.put(session.ledger(), stepped);
        exchange.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange done) {
                Throwable handled = done.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
                if (handled != null) {
                    session.giveUp(cause(handled));
                }
                remove(stepped);
            }

            @Override
            public void onFailure(Exchange failed) {
                session.giveUp(cause(failed.getException()));
                remove(stepped);
            }
        });
    }

    private static UploadException cause(Throwable failure) {
        UploadException upload = ObjectHelper.getException(UploadException.class, failure);
        return upload != null ? upload
            : UploadException.of(Failure.CANCELLED, "The route failed before the upload was complete", failure);
    }

    /** Returns the upload that {@code exchange} belongs to, if it is driven here. */
    Optional<SteppedUpload> find(Exchange exchange) {
        return exchange.getMessage().getHeader(ChunkUploadConstants.LEDGER) instanceof Ledger ledger
            ? Optional.ofNullable(open.get(ledger)) : Optional.empty();
    }

    /** Ends what is left of an upload. */
    void remove(SteppedUpload stepped) {
        open.remove(stepped.session().ledger(), stepped);
        stepped.close();
    }

    /** Ends the uploads of {@code owner}; they are resumed another time. */
    void close(Uploader owner) {
        open.values().stream().filter(stepped -> stepped.owner() == owner).forEach(this::remove);
    }
}
