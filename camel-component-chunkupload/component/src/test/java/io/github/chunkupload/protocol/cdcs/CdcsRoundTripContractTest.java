package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import org.apache.camel.CamelContext;

class CdcsRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CdcsProtocol();
    }
}
