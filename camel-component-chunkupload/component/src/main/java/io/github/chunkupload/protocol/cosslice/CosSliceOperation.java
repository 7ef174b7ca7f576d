package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Locale;

/** The operations, by the word in the field {@code op}. */
enum CosSliceOperation {

    UPLOAD_SLICE(1, Signature.MULTI_USE),
    UPLOAD_SLICE_INIT(2, Signature.MULTI_USE),
    UPLOAD_SLICE_DATA(2, Signature.MULTI_USE),
    UPLOAD_SLICE_LIST(2, Signature.MULTI_USE),
    UPLOAD_SLICE_FINISH(2, Signature.MULTI_USE),
    UPLOAD(0, Signature.MULTI_USE),
    STAT(0, Signature.MULTI_USE),
    CREATE(0, Signature.MULTI_USE),
    LIST(0, Signature.MULTI_USE),
    COPY(0, Signature.ANY),
    UPDATE(0, Signature.SINGLE_USE),
    MOVE(0, Signature.SINGLE_USE),
    DELETE(0, Signature.SINGLE_USE);

    private final int dialect;
    private final Signature kind;

    /** Which signatures an operation takes. */
    enum Signature {
        /** One that expires. */
        MULTI_USE,
        /** One for one use. */
        SINGLE_USE,
        /** Either. */
        ANY
    }

    CosSliceOperation(int dialect, Signature kind) {
        this.dialect = dialect;
        this.kind = kind;
    }

    /** Returns what a request asks for, if its dialect has that. */
    static CosSliceOperation of(CosSliceRequest request) {
        String word = request.form().field("op").orElseThrow(() -> CosSliceError.OP_MISSING.failure("The field op is missing"));
        return Arrays.stream(values()).filter(operation -> operation.word().equals(word))
            .filter(operation -> operation.dialect == 0 || operation.dialect == request.target().version()).findFirst()
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "There is no such operation in files/v"
                + request.target().version()));
    }

    /** Returns the word on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Signature kind() {
        return kind;
    }
}
