package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How parts become an object.
 *
 * @param parts those it is made of, in order
 * @param extents where its bytes lie
 * @param size its bytes
 * @param whole whether every part is in it with all its bytes, none overwritten by another
 */
record Assembly(List<PartRecord> parts, List<Extent> extents, long size, boolean whole) {

    private record Piece(long start, Extent bytes) {

        long end() {
            return start + bytes.length();
        }

        Piece until(long offset) {
            return new Piece(start, new Extent(bytes.file(), bytes.offset(), offset - start));
        }

        Piece from(long offset) {
            return new Piece(offset, new Extent(bytes.file(), bytes.offset() + offset - start, end() - offset));
        }
    }

    /**
     * Puts {@code parts} together.
     *
     * @throws UploadException with {@link Failure#PART_TOO_SMALL}, or {@link Failure#INVALID_PART} when bytes are missing
     */
    static Assembly of(List<PartRecord> parts, UploadHeader header, Completion completion) {
        requireSizes(parts, completion.minPart());
        Assembly assembly = parts.stream().allMatch(PartRecord::hasOffset) ? byOffset(parts) : byOrder(parts);
        header.size().ifPresent(declared -> requireSize(declared, assembly.size));
        completion.size().ifPresent(expected -> requireSize(expected, assembly.size));
        return assembly;
    }

    private static void requireSizes(List<PartRecord> parts, long least) {
        for (PartRecord part : parts.subList(0, Math.max(0, parts.size() - 1))) {
            if (part.length() < least) {
                throw UploadException.of(Failure.PART_TOO_SMALL, "A part other than the last has " + part.length() + " bytes; at least "
                    + least + " are needed");
            }
        }
    }

    private static void requireSize(long expected, long size) {
        if (expected != size) {
            throw Failures.invalidPart("The parts have " + size + " bytes, the object must have " + expected);
        }
    }

    private static Assembly byOrder(List<PartRecord> parts) {
        long size = 0;
        for (PartRecord part : parts) {
            if (part.hasOffset() && part.slot().offset() != size) {
                throw Failures.invalidPart("Part " + part.slot().index() + " begins at byte " + part.slot().offset() + ", not at " + size);
            }
            size += part.length();
        }
        return new Assembly(parts, Extents.joined(parts.stream().map(PartRecord::extent).toList()), size, true);
    }

    /** Where parts overlap, the one recorded last wins. */
    private static Assembly byOffset(List<PartRecord> parts) {
        NavigableMap<Long, Piece> pieces = new TreeMap<>();
        parts.stream().filter(part -> part.length() > 0).sorted(Comparator.comparingLong(PartRecord::sequence))
            .forEach(part -> lay(pieces, new Piece(part.slot().offset(), part.extent())));
        long size = 0;
        for (Piece piece : pieces.values()) {
            if (piece.start() != size) {
                throw Failures.invalidPart("Bytes " + size + " to " + (piece.start() - 1) + " are missing");
            }
            size = piece.end();
        }
        boolean whole = size == parts.stream().mapToLong(PartRecord::length).sum();
        return new Assembly(parts, Extents.joined(pieces.values().stream().map(Piece::bytes).toList()), size, whole);
    }

    private static void lay(NavigableMap<Long, Piece> pieces, Piece piece) {
        List<Piece> met = new ArrayList<>(pieces.subMap(piece.start(), piece.end()).values());
        Optional.ofNullable(pieces.lowerEntry(piece.start())).filter(before -> before.getValue().end() > piece.start())
            .ifPresent(before -> met.add(before.getValue()));
        for (Piece earlier : met) {
            pieces.remove(earlier.start());
            if (earlier.start() < piece.start()) {
                pieces.put(earlier.start(), earlier.until(piece.start()));
            }
            if (earlier.end() > piece.end()) {
                pieces.put(piece.end(), earlier.from(piece.end()));
            }
        }
        pieces.put(piece.start(), piece);
    }

    /** Returns the checksums of the object that follow from those of its parts. */
    Checksums sums() {
        if (whole && parts.size() == 1) {
            return parts.get(0).sums();
        }
        if (!whole || parts.stream().anyMatch(part -> part.sums().get(Digest.CRC64).isEmpty())) {
            return Checksums.NONE;
        }
        long crc = 0;
        for (PartRecord part : parts) {
            crc = Crc64.combine(crc, Long.parseUnsignedLong(part.sums().get(Digest.CRC64).orElseThrow()), part.length());
        }
        return Checksums.of(Digest.CRC64, Long.toUnsignedString(crc));
    }

    /** Returns the ETag: MD5 over the parts' MD5s, a dash, and how many there are; without these MD5s {@code opaque} in its place. */
    String etag(String opaque) {
        boolean known = whole && parts.stream().allMatch(part -> part.sums().get(Digest.MD5).isPresent());
        if (!known) {
            return opaque + "-" + parts.size();
        }
        Hasher md5 = Digest.MD5.hasher();
        for (PartRecord part : parts) {
            byte[] binary = HexFormat.of().parseHex(part.sums().get(Digest.MD5).orElseThrow());
            md5.update(binary, 0, binary.length);
        }
        return md5.finish() + "-" + parts.size();
    }
}
