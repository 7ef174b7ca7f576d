package io.github.chunkupload.faults;

import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cayman.CaymanProtocol;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.protocol.cosslice.CosSliceProtocol;
import io.github.chunkupload.protocol.qingstor.QingStorProtocol;
import java.util.Map;

/** The protocols, and dialects of them, that uploads are sent by. */
public enum Wire {

    COS(new CosProtocol(), Map.of()),
    CDCS(new CdcsProtocol(), Map.of()),
    QINGSTOR(new QingStorProtocol(), Map.of()),
    COS_SLICE_V1(new CosSliceProtocol(), Map.of("sliceSize", Integer.toString(Wire.PART))),
    COS_SLICE_V2(new CosSliceProtocol(), Map.of("dialect", "v2", "sliceSize", Integer.toString(Wire.PART))),
    CAYMAN(new CaymanProtocol(), Map.of());

    static final int PART = 16 * 1024;

    private final Protocol protocol;
    private final Map<String, String> options;

    Wire(Protocol protocol, Map<String, String> options) {
        this.protocol = protocol;
        this.options = options;
    }

    Protocol protocol() {
        return protocol;
    }

    Map<String, String> options() {
        return options;
    }
}
