package io.github.chunkupload.fuzz;

import io.github.chunkupload.protocol.cayman.CaymanFuzz;
import io.github.chunkupload.protocol.cdcs.CdcsFuzz;
import io.github.chunkupload.protocol.cos.CosFuzz;
import io.github.chunkupload.protocol.cosslice.CosSliceFuzz;
import io.github.chunkupload.protocol.qingstor.QingStorFuzz;
import java.util.function.Supplier;

/** The server handlers that are tried. */
public enum FuzzedServer {

    /** The server of {@code cos}. */
    COS(CosFuzz::new),
    /** The server of {@code cdcs}. */
    CDCS(CdcsFuzz::new),
    /** The server of {@code qingstor}. */
    QINGSTOR(QingStorFuzz::new),
    /** The server of {@code cos-slice}, asked in {@code files/v1}. */
    COS_SLICE_V1(() -> new CosSliceFuzz(1)),
    /** The server of {@code cos-slice}, asked in {@code files/v2}. */
    COS_SLICE_V2(() -> new CosSliceFuzz(2)),
    /** The server of {@code cayman}. */
    CAYMAN(CaymanFuzz::new);

    private final Supplier<Dialect> dialect;

    FuzzedServer(Supplier<Dialect> dialect) {
        this.dialect = dialect;
    }

    /** Returns a dialect that remembers nothing yet. */
    public Dialect dialect() {
        return dialect.get();
    }
}
