package io.github.chunkupload.component;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import java.io.File;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Uploads one file, or a stream of unknown length, in a process of its own: prints {@code SENT bytes} after each part, and at the end
 * {@code DONE parts proof}.
 */
final class UploadProgram {

    private UploadProgram() {
    }

    /** Arguments: the endpoint URI, with the option {@code transferListeners=#printer}; the file, or {@code zeros:} and how many. */
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
            exchange.getMessage().setBody(body(arguments[1]));
            exchange.getMessage().setHeader(ChunkUploadConstants.KEY, "big.bin");
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
        System.out.println("DONE " + sent.getMessage().getHeader(ChunkUploadConstants.PARTS) + " "
            + sent.getMessage().getHeader(ChunkUploadConstants.PROOF));
        camel.stop();
    }

    private static Object body(String source) {
        return source.startsWith("zeros:") ? new Zeros(Long.parseLong(source.substring("zeros:".length()))) : new File(source);
    }

    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(buffer, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
