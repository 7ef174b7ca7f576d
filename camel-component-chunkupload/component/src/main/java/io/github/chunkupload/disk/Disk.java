package io.github.chunkupload.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A volume with the settings it is used with, and what everybody needs of both. */
final class Disk {

    /** Stands between the name of a record and a number while the record is being written. */
    static final String UNFINISHED = "~";

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final Volume volume;
    private final DiskSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong latest = new AtomicLong();
    private final Set<String> directories = new HashSet<>();

    Disk(Volume volume, DiskSettings settings) {
        this.volume = volume;
        this.settings = settings;
    }

    /** Returns another volume with the same settings. */
    Disk on(Volume other) {
        return new Disk(other, settings);
    }

    Volume volume() {
        return volume;
    }

    boolean forcesParts() {
        return settings.fsync() == Fsync.PART;
    }

    boolean forcesObjects() {
        return settings.fsync() != Fsync.NEVER;
    }

    /** Returns the time as records tell it: in milliseconds. */
    Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the time, but later than the last one this gave, and later than {@code after}. */
    Instant later(Instant after) {
        return Instant.ofEpochMilli(latest.updateAndGet(last -> Math.max(now().toEpochMilli(), Math.max(last, after.toEpochMilli()) + 1)));
    }

    /** Returns a new upload id in the style of COS: the time in seconds, ten digits, and 64 random hex digits. */
    String newUploadId() {
        return String.format("%010d", Math.floorMod(now().getEpochSecond(), 10_000_000_000L)) + hex(32);
    }

    String newVersion() {
        return hex(8);
    }

    /** Returns an ETag for bytes of which no MD5 was taken; it does not look like one. */
    String newEtag() {
        return hex(12);
    }

    private String hex(int bytes) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** Makes a directory and those above it, durably, unless that was done before. */
    synchronized void makeDirectory(String name) throws IOException {
        if (name.isEmpty() || directories.contains(name)) {
            return;
        }
        String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        makeDirectory(parent);
        volume.createDirectory(name);
        sync(parent);
        directories.add(name);
    }

    void sync(String directory) throws IOException {
        if (forcesObjects()) {
            volume.syncDirectory(directory);
        }
    }

    /**
     * Writes a record beside the place it is meant for, durable but for its name there.
     *
     * @return its name until it is renamed
     */
    String writeUnfinished(String name, byte[] record) throws IOException {
        String beside = name + UNFINISHED + unfinished.incrementAndGet();
        try {
            writeNew(beside, record);
            return beside;
        } catch (IOException | RuntimeException e) {
            deleteQuietly(List.of(beside));
            throw e;
        }
    }

    /** Makes a file of {@code bytes}, durable but for its name. */
    void writeNew(String name, byte[] bytes) throws IOException {
        try (VolumeFile file = volume.create(name)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            if (forcesObjects()) {
                file.force();
            }
        }
    }

    /** Deletes files that nobody refers to any more. Those that stay are found when the store is opened again. */
    void deleteQuietly(Collection<String> names) {
        for (String name : names) {
            try {
                volume.delete(name);
            } catch (IOException e) {
                LOG.warn("A file that is no longer needed stays until the store is opened again: {}", e.toString());
            }
        }
    }

    /** Gives the space behind {@code size} back, if the file is longer. */
    void cutQuietly(String name, long size) {
        try (VolumeFile file = volume.edit(name)) {
            if (file.size() > size) {
                file.truncate(size);
            }
        } catch (IOException e) {
            LOG.debug("A file could not be cut; its space comes back when it is deleted: {}", e.toString());
        }
    }
}
