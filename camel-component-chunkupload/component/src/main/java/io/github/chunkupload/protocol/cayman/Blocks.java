package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which bytes of an object are there.
 *
 * @param ranges first byte to the byte behind the last; ranges neither touch nor overlap
 */
record Blocks(NavigableMap<Long, Long> ranges) {

    private static final int PAGE = 1000;

    /** Returns the bytes from 0 to before {@code end}. */
    static Blocks upTo(long end) {
        Blocks blocks = new Blocks(new TreeMap<>());
        blocks.add(0, end);
        return blocks;
    }

    /** Returns what {@code store} has of an upload. */
    static Blocks of(ObjectStore store, UploadRef upload) {
        UploadState page = store.state(upload, -1, PAGE);
        Blocks blocks = upTo(page.contiguous());
        int last = -1;
        while (true) {
            for (StoredPart part : page.parts()) {
                PartSlot slot = part.receipt().slot();
                last = slot.index();
                if (slot.offset() >= 0) {
                    blocks.add(slot.offset(), slot.offset() + slot.length());
                }
            }
            if (!page.truncated() || page.parts().isEmpty()) {
                return blocks;
            }
            page = store.state(upload, last, PAGE);
        }
    }

    /**
     * Reads the list of a server.
     *
     * @throws UploadException with {@link Failure#MALFORMED}
     */
    static Blocks read(JsonNode list) {
        Blocks blocks = new Blocks(new TreeMap<>());
        for (JsonNode range : list) {
            OptionalLong start = CaymanJson.number(range.path(0));
            OptionalLong end = CaymanJson.number(range.path(1));
            if (start.isEmpty() || end.isEmpty()) {
                throw UploadException.of(Failure.MALFORMED, "A range of blocks is not a pair of numbers");
            }
            blocks.add(start.getAsLong(), end.getAsLong());
        }
        return blocks;
    }

    private void add(long start, long end) {
        if (start >= end) {
            return;
        }
        long from = start;
        long to = end;
        Map.Entry<Long, Long> met = ranges.floorEntry(to);
        while (met != null && met.getValue() >= from) {
            from = Math.min(from, met.getKey());
            to = Math.max(to, met.getValue());
            ranges.remove(met.getKey());
            met = ranges.floorEntry(to);
        }
        ranges.put(from, to);
    }

    /** Returns the byte behind the last one. */
    long end() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    /** Returns how many bytes there are from the start without a gap. */
    long contiguous() {
        return ranges.getOrDefault(0L, 0L);
    }

    /** Returns whether all bytes from {@code start} to before {@code end} are there. */
    boolean hasAll(long start, long end) {
        Map.Entry<Long, Long> range = ranges.floorEntry(start);
        return start == end || range != null && range.getValue() >= end;
    }
}
