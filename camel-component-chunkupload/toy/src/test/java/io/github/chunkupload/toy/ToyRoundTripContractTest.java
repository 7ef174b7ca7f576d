package io.github.chunkupload.toy;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The toy from end to end, found as any protocol is found. */
class ToyRoundTripContractTest extends RoundTripContract {

    static Protocol found(CamelContext context) {
        return context.getCamelContextExtension().getFactoryFinder("META-INF/services/org/apache/camel/chunkupload/")
            .newInstance("toy", Protocol.class).orElseThrow();
    }

    @Override
    protected Protocol protocol(CamelContext context) {
        return found(context);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("partSize", "1000");
    }
}
