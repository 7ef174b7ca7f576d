package io.github.chunkupload.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The log of an upload: its header and a record for each part. Appending is serial and short; forcing is done by one for all that
 * were appended meanwhile. Each call has a file handle of its own, because an interrupted thread closes the one it uses.
 */
final class UploadLog {

    static final String DIRECTORY = "uploads";

    private final Disk disk;
    private final String name;
    private long length;
    private long forced;
    private boolean forcing;
    private boolean torn;

    UploadLog(Disk disk, String uploadId) {
        this.disk = disk;
        this.name = name(uploadId);
    }

    static String name(String uploadId) {
        return DIRECTORY + "/" + uploadId;
    }

    /** Makes the log with its header; nothing of it is left when that fails. */
    void create(UploadHeader header) throws IOException {
        byte[] frame = Frame.seal(header.encode(), 0);
        try (VolumeFile file = disk.volume().create(name)) {
            file.write(ByteBuffer.wrap(frame), 0);
            if (disk.forcesParts()) {
                file.force();
                disk.sync(DIRECTORY);
            }
        } catch (IOException | RuntimeException e) {
            disk.deleteQuietly(List.of(name));
            throw e;
        }
        begin(frame.length);
    }

    byte[] read() throws IOException {
        return disk.volume().read(name);
    }

    /** Sets where the next record goes; whatever lies behind is cut. */
    void cut(long end, long size) throws IOException {
        if (end < size) {
            try (VolumeFile file = disk.volume().edit(name)) {
                file.truncate(end);
                if (disk.forcesParts()) {
                    file.force();
                }
            }
        }
        begin(end);
    }

    private synchronized void begin(long end) {
        length = end;
        forced = end;
    }

    /** Appends {@code record}. When that fails it is not there afterwards, unless the log {@linkplain #isTorn() is torn}. */
    Appended append(byte[] record) throws IOException {
        VolumeFile file = disk.volume().edit(name);
        try {
            return append(file, record);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private synchronized Appended append(VolumeFile file, byte[] record) throws IOException {
        if (torn) {
            file.truncate(length);
        }
        long start = length;
        byte[] frame = Frame.seal(record, start);
        torn = true;
        try {
            file.write(ByteBuffer.wrap(frame), start);
            length = start + frame.length;
        } finally {
            if (length == start) {
                file.truncate(start);
            }
            torn = false;
        }
        return new Appended(file, start, length);
    }

    /** Returns whether something may lie behind the last record that could not be cut. */
    synchronized boolean isTorn() {
        return torn;
    }

    /** A record in the log, which may still be lost with the power. */
    final class Appended implements AutoCloseable {

        private final VolumeFile file;
        private final long start;
        private final long end;

        private Appended(VolumeFile file, long start, long end) {
            this.file = file;
            this.start = start;
            this.end = end;
        }

        /** Returns its position in the log. */
        long position() {
            return start;
        }

        /** Makes it durable, and with it all that were appended meanwhile. */
        void force() throws IOException {
            long target = claimForce(end);
            if (target < 0) {
                return;
            }
            boolean done = false;
            try {
                file.force();
                done = true;
            } finally {
                releaseForce(done ? target : 0);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Waits until {@code end} is durable and returns −1, or until it is the caller's turn and returns what its force will cover. */
    private synchronized long claimForce(long end) {
        boolean interrupted = false;
        while (forcing && forced < end) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (forced >= end) {
            return -1;
        }
        forcing = true;
        return length;
    }

    private synchronized void releaseForce(long target) {
        forcing = false;
        forced = Math.max(forced, target);
        notifyAll();
    }

    void delete() throws IOException {
        disk.volume().delete(name);
    }
}
