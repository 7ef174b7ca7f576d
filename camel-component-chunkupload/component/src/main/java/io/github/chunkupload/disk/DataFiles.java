package io.github.chunkupload.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which data files an upload has, and who writes where: one file shared by all parts whose place in the object is known and free, and
 * one more for each of the others.
 */
final class DataFiles {

    /** Places in the shared file end below 8 TiB. */
    static final long LIMIT = 8L << 40;

    private final Disk disk;
    private final Version version;
    private final Coverage stored = new Coverage();
    private final List<Placement> running = new ArrayList<>();
    private boolean shared;
    private int next = Placement.SHARED + 1;
    private volatile boolean named;

    DataFiles(Disk disk, Version version) {
        this.disk = disk;
        this.version = version;
    }

    /** Takes over what an earlier process left: {@code parts} stay, every other file of the version is deleted. */
    synchronized void recover(Iterable<PartRecord> parts) throws IOException {
        Set<Integer> needed = new HashSet<>();
        for (PartRecord part : parts) {
            needed.add(part.extent().file());
            next = Math.max(next, part.extent().file() + 1);
            if (part.extent().file() == Placement.SHARED) {
                stored.add(part.extent().offset(), part.extent().offset() + part.length());
            }
        }
        shared = needed.contains(Placement.SHARED);
        disk.deleteQuietly(others(needed));
    }

    /** Returns the names of all files of the version but those of {@code numbers}. */
    List<String> others(Set<Integer> numbers) throws IOException {
        return disk.volume().list(version.directory()).stream().filter(version::owns).flatMap(name -> Version.parse(name).stream())
            .filter(file -> !numbers.contains(file.number())).map(file -> version.file(file.number())).toList();
    }

    /** Finds a place: in the shared file at {@code position} where that is known and free, else in a file of its own. */
    synchronized Placement place(long position, long length) throws IOException {
        disk.makeDirectory(version.directory());
        boolean free = length >= 0 && position >= 0 && length <= LIMIT && position <= LIMIT - length
            && stored.isFree(position, position + length)
            && running.stream().noneMatch(other -> other.meets(position, position + length));
        if (free && !shared) {
            disk.volume().create(version.file(Placement.SHARED)).close();
            shared = true;
        }
        Placement place = free ? new Placement(Placement.SHARED, position, length) : new Placement(next++, 0, length);
        running.add(place);
        return place;
    }

    VolumeFile open(Placement place) throws IOException {
        String name = version.file(place.file());
        return place.isShared() ? disk.volume().edit(name) : disk.volume().create(name);
    }

    /** Makes the name of the file durable. */
    void name(Placement place) throws IOException {
        if (!place.isShared() || !named) {
            disk.sync(version.directory());
            named |= place.isShared();
        }
    }

    /** Ends writing: the bytes stay, for good. */
    synchronized void keep(Placement place) {
        running.remove(place);
        if (place.isShared()) {
            stored.add(place.position(), place.end());
        }
    }

    /** Ends writing: the place is free again, and the disk has the space back where nothing else follows. */
    synchronized void free(Placement place) {
        running.remove(place);
        if (!place.isShared()) {
            disk.deleteQuietly(List.of(version.file(place.file())));
            return;
        }
        long end = running.stream().filter(Placement::isShared).mapToLong(Placement::end).reduce(stored.end(), Math::max);
        if (end <= place.position()) {
            disk.cutQuietly(version.file(Placement.SHARED), end);
        }
    }

    /** Deletes the files of {@code parts} that lie alone in theirs. */
    void delete(List<PartRecord> parts) {
        disk.deleteQuietly(parts.stream().map(part -> part.extent().file()).filter(file -> file != Placement.SHARED)
            .map(version::file).toList());
    }

    /** Returns the number of a file that no part has. */
    synchronized int another() {
        return next++;
    }

    /** Deletes all files that exist. */
    void deleteAll() throws IOException {
        disk.deleteQuietly(others(Set.of()));
    }
}
