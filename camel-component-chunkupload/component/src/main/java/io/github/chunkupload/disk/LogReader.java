package io.github.chunkupload.disk;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What the log of an upload tells after a restart. A torn end is cut. A part that was not forced before its record counts only if its
 * bytes are there.
 *
 * @param parts the parts there are
 * @param written where in the shared data file any part was ever written: those bytes are never written again
 * @param stride distance between parts in the shared data file; −1: not decided
 */
record LogReader(PartTable parts, Coverage written, long stride) {

    /** Reads a log; {@code files} are the numbers of the data files there are. */
    static LogReader read(Disk disk, UploadLog log, UploadHeader header, Set<Integer> files) throws IOException {
        byte[] bytes = log.read();
        PartTable parts = new PartTable();
        Coverage written = new Coverage();
        long stride = -1;
        int position = 0;
        Optional<byte[]> payload = Frame.unseal(bytes, position);
        while (payload.isPresent()) {
            if (position > 0) {
                PartRecord part = PartRecord.decode(payload.get(), position);
                stride = Math.max(stride, part.stride());
                if (part.extent().file() == Placement.SHARED) {
                    written.add(part.extent().offset(), part.extent().end());
                }
                if (files.contains(part.extent().file()) && survived(disk, header, part)) {
                    parts.add(part);
                }
            }
            position = Frame.after(position, payload.get());
            payload = Frame.unseal(bytes, position);
        }
        log.cut(position, bytes.length);
        return new LogReader(parts, written, stride);
    }

    /** Reads the first record of a log; empty when the initiate was never answered. */
    static Optional<UploadHeader> header(byte[] log) {
        try {
            Optional<byte[]> payload = Frame.unseal(log, 0);
            return payload.isPresent() ? Optional.of(UploadHeader.decode(payload.get())) : Optional.empty();
        } catch (DamagedRecordException e) {
            return Optional.empty();
        }
    }

    private static boolean survived(Disk disk, UploadHeader header, PartRecord part) throws IOException {
        if (part.isForced()) {
            return true;
        }
        try (VolumeFile file = disk.volume().open(header.version().file(part.extent().file()))) {
            CRC32C crc = new CRC32C();
            Extent stored = header.isEncrypted() ? new Extent(part.extent().file(), 0, file.size()) : part.extent();
            Extents.read(file, stored, (buffer, length) -> crc.update(buffer, 0, length));
            return crc.getValue() == part.seal();
        } catch (EOFException e) {
            return false;
        }
    }
}
