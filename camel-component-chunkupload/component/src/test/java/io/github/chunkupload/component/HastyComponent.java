package io.github.chunkupload.component;

import io.github.chunkupload.transfer.Timing;

/** Makes components with a time of their own, so that tests need not wait as long as uploads would. */
public final class HastyComponent {

    private HastyComponent() {
    }

    public static ChunkUploadComponent with(Timing timing) {
        ChunkUploadComponent component = new ChunkUploadComponent();
        component.timing(timing);
        return component;
    }
}
