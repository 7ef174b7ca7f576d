package io.github.chunkupload.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the bytes of an object lie after an edit: in files of the version before, in one of new bytes, and in one of zeros. */
final class Edited {

    /** The file of new bytes. */
    static final int NEW = 0;
    /** The file of zeros. */
    static final int ZEROS = 1;
    private static final int FIRST_LINKED = 2;

    private final Map<Integer, Integer> linked = new LinkedHashMap<>();
    private final List<Extent> extents = new ArrayList<>();
    private final long size;
    private long zeros;

    private Edited(long size) {
        this.size = size;
    }

    /** Returns {@code before} with {@code length} new bytes from {@code offset}. */
    static Edited written(ObjectRecord before, long offset, long length) {
        long end = offset + length;
        Edited edited = new Edited(Math.max(before.size(), end));
        edited.keep(before, 0, Math.min(offset, before.size()));
        edited.fill(offset - before.size());
        edited.extents.add(new Extent(NEW, 0, length));
        edited.keep(before, end, before.size() - end);
        return edited;
    }

    /** Returns {@code before} with {@code size} bytes. */
    static Edited cut(ObjectRecord before, long size) {
        Edited edited = new Edited(size);
        edited.keep(before, 0, Math.min(size, before.size()));
        edited.fill(size - before.size());
        return edited;
    }

    private void keep(ObjectRecord before, long offset, long length) {
        for (Extent extent : Extents.cut(before.extents(), offset, Math.max(0, length))) {
            int number = linked.computeIfAbsent(extent.file(), any -> FIRST_LINKED + linked.size());
            extents.add(new Extent(number, extent.offset(), extent.length()));
        }
    }

    private void fill(long length) {
        if (length > 0) {
            zeros = length;
            extents.add(new Extent(ZEROS, 0, length));
        }
    }

    long size() {
        return size;
    }

    /** Returns how many zeros are needed. */
    long zeros() {
        return zeros;
    }

    /** Returns the numbers of the files needed of the version before, each with its number in the new one. */
    Map<Integer, Integer> linked() {
        return linked;
    }

    /** Returns the pieces; never none, so that every object has a data file. */
    List<Extent> extents() {
        List<Extent> joined = Extents.joined(extents);
        return joined.isEmpty() ? List.of(new Extent(NEW, 0, 0)) : joined;
    }
}
