package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import org.apache.camel.CamelContext;

/** The same with blocks one after another, as our client sends them unless told otherwise. */
class CaymanSerialRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CaymanProtocol();
    }
}
