package io.github.chunkupload.disk;

import java.util.Map;
import java.util.TreeMap;

/** A set of byte ranges; those that touch are one. Not thread-safe. */
final class Coverage {

    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long bytes;

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(start); next != null && next.getKey() <= end;
                next = ranges.ceilingEntry(start)) {
            end = Math.max(end, next.getValue());
            bytes -= next.getValue() - next.getKey();
            ranges.remove(next.getKey());
        }
        ranges.put(start, end);
        bytes += end - start;
    }

    /** Returns whether no byte from {@code from} to before {@code to} is in the set. */
    boolean isFree(long from, long to) {
        Map.Entry<Long, Long> before = ranges.lowerEntry(to);
        return from >= to || before == null || before.getValue() <= from;
    }

    /** Returns how many bytes are in the set. */
    long bytes() {
        return bytes;
    }

    /** Returns how many bytes from 0 are in the set without a gap. */
    long contiguous() {
        return ranges.getOrDefault(0L, 0L);
    }

    /** Returns the byte after the last one. */
    long end() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    void clear() {
        ranges.clear();
        bytes = 0;
    }
}
