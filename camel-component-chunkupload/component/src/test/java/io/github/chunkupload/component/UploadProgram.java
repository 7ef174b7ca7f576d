package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import java.io.File;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Uploads one file in a process of its own: prints {@code SENT bytes} after each part, and at the end {@code DONE parts proof}. */
final class UploadProgram {

    private UploadProgram() {
    }

    /** Arguments: the endpoint URI, with the option {@code transferListeners=#printer}; the file. */
    public static void main(String[] arguments) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        TransferListeners printer = (ObjectRef object, OptionalLong size) -> new TransferListener() {
            @Override
            public void partSent(PartSlot slot, long bytes, long total) {
                System.out.println("SENT " + total);
            }
        };
        camel.getRegistry().bind("printer", printer);
        camel.start();
        Exchange sent = camel.createProducerTemplate().request(arguments[0], exchange -> {
            exchange.getMessage().setBody(new File(arguments[1]));
            exchange.getMessage().setHeader(ChunkUploadConstants.KEY, "big.bin");
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
        System.out.println("DONE " + sent.getMessage().getHeader(ChunkUploadConstants.PARTS) + " "
            + sent.getMessage().getHeader(ChunkUploadConstants.PROOF));
        camel.stop();
    }
}
