package io.github.chunkupload.disk;

import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.Vitals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How the store on disk is. */
final class DiskVitals implements Vitals {

    private static final String PROBE = "probe";

    private final DiskStore store;
    private final Disk disk;

    DiskVitals(DiskStore store, Disk disk) {
        this.store = store;
        this.disk = disk;
    }

    @Override
    public int openUploads(Predicate<String> which) {
        return store.uploads().count(which);
    }

    @Override
    public List<UploadProgress> progress(Predicate<String> which, int most) {
        return store.named(() -> {
            List<UploadProgress> progress = new ArrayList<>();
            for (Upload upload : store.uploads().latest(which, most)) {
                Optional<UploadProgress> open = upload.progress();
                open.ifPresent(progress::add);
            }
            return progress;
        });
    }

    @Override
    public long usableSpace() {
        return store.named(() -> disk.volume().free());
    }

    /** One at a time: the file always has the same name, so that a crash leaves one at most. */
    @Override
    public synchronized void probe() {
        store.named(() -> {
            disk.volume().delete(PROBE);
            write();
            disk.volume().delete(PROBE);
            return null;
        });
    }

    private void write() throws IOException {
        try (VolumeFile file = disk.volume().create(PROBE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 0);
            file.force();
        }
    }
}
