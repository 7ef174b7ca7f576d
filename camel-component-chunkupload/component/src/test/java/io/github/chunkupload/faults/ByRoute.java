package io.github.chunkupload.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.ChunkUploadComponent;
import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.HastyComponent;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import io.github.chunkupload.transfer.UploadJournal;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends files through routes: a patient one, and one whose endpoint tries once. */
public final class ByRoute implements Sending, TransferListeners {

    private final CamelContext context = new DefaultCamelContext();
    private final ChunkUploadComponent component = HastyComponent.with(Sending.hasty());
    private final ProducerTemplate template;
    private volatile TransferListener listener = TransferListener.NONE;

    /** Makes the route that sends what comes from {@code from} to {@code to}. */
    @FunctionalInterface
    public interface Routes {

        void add(CamelContext context, String from, String to) throws Exception;
    }

    public ByRoute(FaultyGateway gateway, UploadJournal journal, Routes routes) throws Exception {
        context.addComponent("chunkupload", component);
        context.getRegistry().bind("journal", journal);
        context.getRegistry().bind("listeners", this);
        context.getShutdownStrategy().setTimeout(10);
        context.start();
        template = context.createProducerTemplate();
        String to = gateway.producer() + "&partSize=" + Wire.PART + "&parallelParts=" + PARALLEL + "&deadline=" + DEADLINE.toMillis()
            + "&journal=#journal&transferListeners=#listeners";
        routes.add(context, "direct:patient", to);
        routes.add(context, "direct:impatient", to + "&maxAttempts=1&retryBudget=0");
    }

    @Override
    public TransferListener listen(ObjectRef object, OptionalLong size) {
        return listener;
    }

    @Override
    public void send(Errand errand) throws Exception {
        listener = errand.listener();
        Exchange sent = template.send(errand.retry() == RetryPolicy.NEVER ? "direct:impatient" : "direct:patient", exchange -> {
            exchange.getMessage().setBody(errand.file().toFile());
            exchange.getMessage().setHeader(ChunkUploadConstants.KEY, errand.object().key());
        });
        assertThat(component.runningUploads()).as("uploads that still run").isEmpty();
        if (sent.getException(UploadException.class) != null) {
            throw sent.getException(UploadException.class);
        }
        assertThat(sent.getException()).isNull();
    }

    @Override
    public void close() {
        context.stop();
    }
}
