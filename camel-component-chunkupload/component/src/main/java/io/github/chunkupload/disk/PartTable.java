package io.github.chunkupload.disk;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts an upload has. Either all of them have a number, or none has and their offsets tell them apart. Not thread-safe.
 */
final class PartTable {

    private record Place(long offset, long sequence) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byOffset = Long.compare(offset, other.offset);
            return byOffset != 0 ? byOffset : Long.compare(sequence, other.sequence);
        }
    }

    private final NavigableMap<Integer, PartRecord> numbered = new TreeMap<>();
    private final NavigableMap<Place, PartRecord> unnumbered = new TreeMap<>();
    private final Coverage coverage = new Coverage();
    private long withoutOffset;
    private long bytes;

    boolean isEmpty() {
        return numbered.isEmpty() && unnumbered.isEmpty();
    }

    boolean isNumbered() {
        return !numbered.isEmpty();
    }

    /** Returns all parts in order. */
    Collection<PartRecord> all() {
        return numbered.isEmpty() ? unnumbered.values() : numbered.values();
    }

    /** Adds a part and returns those that no longer count; that may be the part itself, when a later one was quicker. */
    List<PartRecord> add(PartRecord part) {
        return part.slot().index() >= 0 ? addNumbered(part) : addUnnumbered(part);
    }

    private List<PartRecord> addNumbered(PartRecord part) {
        PartRecord earlier = numbered.get(part.slot().index());
        if (earlier != null && earlier.sequence() > part.sequence()) {
            return List.of(part);
        }
        numbered.put(part.slot().index(), part);
        bytes += part.length() - (earlier == null ? 0 : earlier.length());
        withoutOffset += (part.hasOffset() ? 0 : part.length()) - (earlier == null || earlier.hasOffset() ? 0 : earlier.length());
        if (earlier != null && earlier.hasOffset() && !(part.hasOffset() && part.covers(earlier))) {
            coverage.clear();
            numbered.values().stream().filter(PartRecord::hasOffset).forEach(this::cover);
        } else if (part.hasOffset()) {
            cover(part);
        }
        return earlier == null ? List.of() : List.of(earlier);
    }

    private List<PartRecord> addUnnumbered(PartRecord part) {
        long offset = part.slot().offset();
        boolean late = unnumbered.subMap(new Place(offset, part.sequence()), new Place(offset + 1, 0)).values().stream()
            .anyMatch(other -> other.covers(part));
        if (late) {
            return List.of(part);
        }
        List<PartRecord> covered = unnumbered.subMap(new Place(offset, 0), new Place(part.end() + 1, 0)).values().stream()
            .filter(other -> other.sequence() < part.sequence() && part.covers(other)).toList();
        covered.forEach(other -> unnumbered.remove(new Place(other.slot().offset(), other.sequence())));
        bytes += part.length() - covered.stream().mapToLong(PartRecord::length).sum();
        unnumbered.put(new Place(offset, part.sequence()), part);
        cover(part);
        return covered;
    }

    private void cover(PartRecord part) {
        coverage.add(part.slot().offset(), part.end());
    }

    /** Returns the bytes of all parts. */
    long bytes() {
        return bytes;
    }

    /** Returns when the latest part came. */
    Instant latest() {
        return all().stream().map(PartRecord::modified).max(Comparator.naturalOrder()).orElse(Instant.MIN);
    }

    /** Returns how many different bytes of the object there are. */
    long present() {
        return coverage.bytes() + withoutOffset;
    }

    /** Returns how many bytes there are from the start without a gap. */
    long contiguous() {
        if (withoutOffset == 0) {
            return coverage.contiguous();
        }
        long bytes = 0;
        int next = 0;
        for (PartRecord part : numbered.values()) {
            if (part.slot().index() != next++) {
                break;
            }
            bytes += part.length();
        }
        return bytes;
    }

    /** Returns at most {@code limit} parts after {@code index}; parts without number are counted from 0 in the order of offsets. */
    List<StoredPart> page(int index, int limit) {
        List<StoredPart> page = new ArrayList<>();
        if (unnumbered.isEmpty()) {
            numbered.tailMap(index, false).values().stream().limit(limit).forEach(part -> page.add(part.listed(part.slot().index())));
        } else {
            unnumbered.values().stream().skip(index + 1L).limit(limit).forEach(part -> page.add(part.listed(index + 1 + page.size())));
        }
        return page;
    }

    /**
     * Returns the parts that {@code wanted} names, or all when it names none.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} or {@link Failure#INVALID_PART_ORDER}
     */
    List<PartRecord> select(List<PartReceipt> wanted) {
        if (wanted.isEmpty()) {
            requireDense();
            return List.copyOf(all());
        }
        List<PartRecord> chosen = new ArrayList<>();
        long last = -1;
        for (PartReceipt receipt : wanted) {
            long place = numbered.isEmpty() && receipt.slot().offset() >= 0 ? receipt.slot().offset() : receipt.slot().index();
            if (place <= last && last >= 0) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The parts are not in ascending order: " + place + " after " + last);
            }
            last = place;
            chosen.add(find(receipt).orElseThrow(() -> Failures.invalidPart("Part " + place + " is not there, or is another one")));
        }
        return chosen;
    }

    private void requireDense() {
        int next = 0;
        for (PartRecord part : numbered.values()) {
            if (part.slot().index() != next && !part.hasOffset()) {
                throw Failures.invalidPart("Part " + next + " is missing; to leave it out, name the parts to be used");
            }
            next++;
        }
    }

    private Optional<PartRecord> find(PartReceipt receipt) {
        PartRecord part = numbered.isEmpty() ? latestAt(receipt.slot().offset()) : numbered.get(receipt.slot().index());
        return Optional.ofNullable(part)
            .filter(found -> receipt.etag().isEmpty() || receipt.etag().equalsIgnoreCase(found.etag()))
            .filter(found -> receipt.slot().length() < 0 || receipt.slot().length() == found.length());
    }

    private PartRecord latestAt(long offset) {
        Map.Entry<Place, PartRecord> entry = unnumbered.lowerEntry(new Place(offset + 1, 0));
        return entry != null && entry.getKey().offset() == offset ? entry.getValue() : null;
    }
}
