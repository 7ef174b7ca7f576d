package io.github.chunkupload.toy;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The toy whose server takes one part after another. */
class SerialToyRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return ToyRoundTripContractTest.found(context);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("partSize", "1000", "serial", "true");
    }
}
