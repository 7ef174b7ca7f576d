package io.github.chunkupload.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What can be done with bytes that lie in several places. */
final class Extents {

    /** Takes the first {@code length} bytes of {@code buffer}. */
    interface Reader {

        void take(byte[] buffer, int length) throws IOException;
    }

    private Extents() {
    }

    /** Reads all bytes of {@code extent}. */
    static void read(VolumeFile file, Extent extent, Reader reader) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(Intake.BUFFER, extent.length()))];
        long done = 0;
        while (done < extent.length()) {
            int read = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, extent.length() - done)), extent.offset() + done);
            if (read < 0) {
                throw new EOFException("A data file is shorter than its record says");
            }
            reader.take(buffer, read);
            done += read;
        }
    }

    /** Reads all bytes of {@code extents} of {@code version}. */
    static void read(Volume volume, Version version, List<Extent> extents, Reader reader) throws IOException {
        for (Extent extent : extents) {
            try (VolumeFile file = volume.open(version.file(extent.file()))) {
                read(file, extent, reader);
            }
        }
    }

    /** Copies all bytes of {@code object} to a new file, durable but for its name. */
    static void copy(Disk disk, ObjectRecord object, String name) throws IOException {
        try (VolumeFile file = disk.volume().create(name)) {
            long[] position = {0};
            read(disk.volume(), object.version(), object.extents(), (buffer, length) -> {
                file.write(ByteBuffer.wrap(buffer, 0, length), position[0]);
                position[0] += length;
            });
            if (disk.forcesObjects()) {
                file.force();
            }
        }
    }

    /** Returns the same bytes in as few extents as possible. */
    static List<Extent> joined(Iterable<Extent> pieces) {
        List<Extent> joined = new ArrayList<>();
        for (Extent piece : pieces) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).meets(piece)) {
                joined.set(last, joined.get(last).and(piece.length()));
            } else if (piece.length() > 0) {
                joined.add(piece);
            }
        }
        return joined;
    }

    /** Returns the {@code length} bytes from {@code offset}. */
    static List<Extent> cut(List<Extent> extents, long offset, long length) {
        List<Extent> cut = new ArrayList<>();
        long start = 0;
        for (Extent extent : extents) {
            long from = Math.max(offset, start);
            long to = Math.min(offset + length, start + extent.length());
            if (from < to) {
                cut.add(new Extent(extent.file(), extent.offset() + from - start, to - from));
            }
            start += extent.length();
        }
        return cut;
    }
}
