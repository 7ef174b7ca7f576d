package io.github.chunkupload.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who reads which version: the files of one that is replaced or deleted stay until the last reader has closed. */
final class Versions {

    private static final class Readers {

        private int count;
        private final List<String> doomed = new ArrayList<>();
    }

    private final Disk disk;
    private final Map<Version, Readers> read = new HashMap<>();

    Versions(Disk disk) {
        this.disk = disk;
    }

    /** Adds a reader; the version cannot be retired at the same moment, because the caller has seen to that. */
    synchronized void pin(Version version) {
        read.computeIfAbsent(version, any -> new Readers()).count++;
    }

    /** Takes a reader away; the last one deletes what was retired meanwhile. */
    void unpin(Version version) {
        List<String> files = List.of();
        synchronized (this) {
            Readers readers = read.get(version);
            if (--readers.count == 0) {
                read.remove(version);
                files = readers.doomed;
            }
        }
        disk.deleteQuietly(files);
    }

    /** Deletes files of a version that nobody can find any more, now or when its last reader has closed. */
    void retire(Version version, List<String> files) {
        synchronized (this) {
            Readers readers = read.get(version);
            if (readers != null) {
                readers.doomed.addAll(files);
                return;
            }
        }
        disk.deleteQuietly(files);
    }
}
