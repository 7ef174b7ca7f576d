package io.github.chunkupload.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which data files an upload has, and who writes where: one file shared by all parts whose place in the object is known and free, and
 * one more for each of the others.
 */
final class DataFiles {

    /** Places in the shared file end below 8 TiB. */
    static final long LIMIT = 8L << 40;

    private final Disk disk;
    private final Version version;
    private Coverage stored = new Coverage();
    private final List<Placement> running = new ArrayList<>();
    private boolean shared;
    private int next = Placement.SHARED + 1;
    private volatile boolean named;

    DataFiles(Disk disk, Version version) {
        this.disk = disk;
        this.version = version;
    }

    /** Returns the numbers of the files there are. */
    Set<Integer> numbers() throws IOException {
        return disk.volume().list(version.directory()).stream().filter(version::owns).flatMap(name -> Version.parse(name).stream())
            .map(Version.File::number).collect(Collectors.toSet());
    }

    /** Takes over what an earlier process left: the files of {@code parts} stay, every other one of the version is deleted. */
    synchronized void recover(Collection<PartRecord> parts, Coverage written) throws IOException {
        Set<Integer> needed = parts.stream().map(part -> part.extent().file()).collect(Collectors.toSet());
        stored = written;
        shared = needed.contains(Placement.SHARED);
        next = 1 + needed.stream().reduce(Placement.SHARED, Math::max);
        deleteAllBut(needed);
    }

    /** Deletes all files of the version but those of {@code numbers}. */
    void deleteAllBut(Set<Integer> numbers) throws IOException {
        Set<Integer> others = numbers();
        others.removeAll(numbers);
        disk.deleteQuietly(others.stream().map(version::file).toList());
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
}
