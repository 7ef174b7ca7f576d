package io.github.chunkupload.transfer;

/** How far an upload is: made, or open for parts. */
sealed interface Stage {

    /** Goes on to the object. */
    TransferResult finish();

    /** The object is there. */
    record Made(TransferResult finish) implements Stage {
    }

    /** Parts are missing, or the object is. */
    record Parts(PartsUpload upload) implements Stage {

        @Override
        public TransferResult finish() {
            return upload.run();
        }
    }
}
