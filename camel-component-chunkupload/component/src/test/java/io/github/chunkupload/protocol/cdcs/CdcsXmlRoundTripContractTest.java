package io.github.chunkupload.protocol.cdcs;

import java.util.Map;

/** The documents of the first release. */
class CdcsXmlRoundTripContractTest extends CdcsRoundTripContractTest {

    @Override
    protected Map<String, String> options() {
        return Map.of("generation", "xml");
    }
}
