package io.github.chunkupload.disk;

import io.github.chunkupload.store.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies a store on disk to another directory. */
final class DiskBackup implements Backup {

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Versions versions;
    private final DiskStaging staging;

    DiskBackup(DiskStore store, Disk disk, Objects objects, Versions versions, DiskStaging staging) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
        this.staging = staging;
    }

    @Override
    public Copied copyTo(Path directory) {
        return store.named(() -> {
            Path target = directory.toAbsolutePath().normalize();
            requireFree(target);
            try (Volume volume = DirectoryVolume.open(target)) {
                return new BackupCopy(disk, disk.on(volume), objects, versions, staging).make();
            } catch (IOException | RuntimeException e) {
                clear(target, e);
                throw e;
            }
        });
    }

    private void requireFree(Path target) throws IOException {
        Optional<Path> own = disk.volume().path("");
        if (own.isPresent() && existing(target).toRealPath().startsWith(own.get())) {
            throw Failures.invalidArgument("A copy goes outside of the data directory");
        }
        if (Files.exists(target) && !(Files.isDirectory(target) && isEmpty(target))) {
            throw Failures.invalidArgument("A copy goes to a directory that is empty or not there");
        }
    }

    private static Path existing(Path path) {
        return Files.exists(path) || path.getParent() == null ? path : existing(path.getParent());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The directory was empty, so that all that is in it is of the copy. */
    private static void clear(Path directory, Exception cause) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.filter(path -> !path.equals(directory)).sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
