package io.github.chunkupload.disk;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens what an earlier process left: finds open uploads and staged objects, and removes what nothing refers to. It reads directories,
 * the first record of each upload's log and the records of staged objects, but no object of which there is one version only.
 */
final class Recovery {

    static final String FORMAT = "format";
    private static final int NEWEST = 2;
    private static final String FORMAT_TEXT = "camel-chunkupload disk store, format " + NEWEST + "\n";
    private static final Pattern FORMAT_SHAPE = Pattern.compile("camel-chunkupload disk store, format (\\d{1,9})\\s*");
    private static final Set<String> OURS = Set.of(Version.OBJECTS, Version.DATA, UploadLog.DIRECTORY, DiskStaging.DIRECTORY,
        Tombstones.DIRECTORY, BucketRecord.DIRECTORY);
    private static final Pattern ID = Pattern.compile("[0-9]{10}[0-9a-f]{64}");

    private final Disk disk;
    private final Objects objects;
    private final Uploads uploads;
    private final DiskStaging staging;
    private final Tombstones tombstones;
    private final Set<Version> open = new HashSet<>();
    private final Map<Version, Set<Integer>> needed = new HashMap<>();

    Recovery(Disk disk, Objects objects, Uploads uploads, DiskStaging staging, Tombstones tombstones) {
        this.disk = disk;
        this.objects = objects;
        this.uploads = uploads;
        this.staging = staging;
        this.tombstones = tombstones;
    }

    /** Returns whether {@code text} is written like an upload id, and so may be the name of a file. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    void run() throws IOException {
        checkFormat();
        findStaged();
        tombstones.sweep();
        List<String> finished = findUploads();
        removeUnreferencedData();
        removeUnfinishedRecords();
        disk.deleteQuietly(finished);
    }

    private void checkFormat() throws IOException {
        List<String> names = disk.volume().list("");
        if (names.contains(FORMAT)) {
            String text = new String(disk.volume().read(FORMAT), StandardCharsets.US_ASCII);
            Matcher format = FORMAT_SHAPE.matcher(text);
            if (!format.matches() || Integer.parseInt(format.group(1)) > NEWEST) {
                throw refusal("The data directory was written by a newer version (its file '" + FORMAT + "' says '" + text.strip()
                    + "'); this one reads up to format " + NEWEST);
            }
            if (!text.equals(FORMAT_TEXT)) {
                writeFormat(names);
            }
            return;
        }
        Optional<String> foreign = names.stream().filter(OURS::contains).findFirst();
        if (foreign.isPresent()) {
            throw refusal("The data directory has a '" + foreign.get() + "' and no '" + FORMAT + "': it is not a store");
        }
        writeFormat(names);
    }

    /** From here on only versions that can read what this one writes may open the store. */
    private void writeFormat(List<String> names) throws IOException {
        disk.deleteQuietly(names.stream().filter(name -> name.startsWith(FORMAT + Disk.UNFINISHED)).toList());
        disk.volume().rename(disk.writeUnfinished(FORMAT, FORMAT_TEXT.getBytes(StandardCharsets.US_ASCII)), FORMAT);
        disk.sync("");
    }

    private static UploadException refusal(String message) {
        return UploadException.builder(Failure.UNSUPPORTED, message).remedy(Remedy.GIVE_UP).build();
    }

    private void findStaged() throws IOException {
        for (String id : disk.volume().list(DiskStaging.DIRECTORY)) {
            if (!isId(id)) {
                disk.deleteQuietly(List.of(DiskStaging.name(id)));
                continue;
            }
            ObjectRecord object = readStaged(id);
            if (isVisible(object)) {
                disk.deleteQuietly(List.of(DiskStaging.name(id)));
            } else {
                staging.found(id, object);
            }
            needed.put(object.version(), Set.copyOf(object.numbers()));
        }
    }

    /** A damaged record stops the opening: its object is promised to somebody, and without it the data would be removed. */
    private ObjectRecord readStaged(String id) throws IOException {
        try {
            return ObjectRecord.decode(disk.volume().read(DiskStaging.name(id)));
        } catch (DamagedRecordException e) {
            throw new DamagedRecordException(DiskStaging.name(id) + ": " + e.getMessage());
        }
    }

    private boolean isVisible(ObjectRecord object) throws IOException {
        return current(object.version().object()).filter(record -> record.version().equals(object.version())).isPresent();
    }

    /** Returns the object there is; empty also when its record is damaged. */
    private Optional<ObjectRecord> current(String object) throws IOException {
        try {
            return Optional.of(ObjectRecord.decode(disk.volume().read(Version.objectRecord(object))));
        } catch (NoSuchFileException | DamagedRecordException e) {
            return Optional.empty();
        }
    }

    /** Finds the open uploads, and returns the logs of those that were finished. */
    private List<String> findUploads() throws IOException {
        List<String> finished = new ArrayList<>();
        for (String id : disk.volume().list(UploadLog.DIRECTORY)) {
            if (!isId(id)) {
                continue;
            }
            Optional<UploadHeader> header = LogReader.header(disk.volume().read(UploadLog.name(id))).filter(found -> found.id().equals(id));
            if (header.isEmpty() || isFinished(header.get())) {
                finished.add(UploadLog.name(id));
            } else {
                open.add(header.get().version());
                uploads.add(Upload.found(disk, header.get()));
            }
        }
        return finished;
    }

    private boolean isFinished(UploadHeader upload) throws IOException {
        Optional<ObjectRecord> object = current(upload.version().object()).filter(found -> found.uploadId().equals(upload.id()));
        object.ifPresent(found -> needed.put(found.version(), Set.copyOf(found.numbers())));
        return object.isPresent() || needed.containsKey(upload.version()) || tombstones.find(upload.id()).isPresent();
    }

    private void removeUnreferencedData() throws IOException {
        for (String shard : disk.volume().list(Version.DATA)) {
            Map<String, List<Version.File>> byObject = new HashMap<>();
            for (String name : disk.volume().list(Version.DATA + "/" + shard)) {
                Version.parse(name).ifPresent(file ->
                    byObject.computeIfAbsent(file.version().object(), any -> new ArrayList<>()).add(file));
            }
            Set<String> existing = Set.copyOf(disk.volume().list(Version.OBJECTS + "/" + shard));
            for (Map.Entry<String, List<Version.File>> entry : byObject.entrySet()) {
                removeUnreferencedData(entry.getKey(), entry.getValue(), existing.contains(entry.getKey()));
            }
        }
    }

    /** An object there is refers to at least one file, so that the only version there is must be its own. */
    private void removeUnreferencedData(String object, List<Version.File> files, boolean exists) throws IOException {
        List<Version.File> unclear = new ArrayList<>();
        for (Version.File file : files) {
            Set<Integer> numbers = needed.get(file.version());
            if (numbers != null && !numbers.contains(file.number())) {
                delete(file);
            } else if (numbers == null && !open.contains(file.version())) {
                unclear.add(file);
            }
        }
        if (!exists) {
            unclear.forEach(this::delete);
        } else if (unclear.stream().map(Version.File::version).distinct().count() > 1 || unclear.size() < files.size()) {
            Optional<ObjectRecord> current = current(object);
            unclear.stream().filter(file -> current.isPresent() && !current.get().version().equals(file.version())).forEach(this::delete);
        }
    }

    private void delete(Version.File file) {
        disk.deleteQuietly(List.of(file.version().file(file.number())));
    }

    private void removeUnfinishedRecords() throws IOException {
        for (String shard : disk.volume().list(Version.OBJECTS)) {
            removeUnfinishedRecords(Version.OBJECTS + "/" + shard);
        }
        removeUnfinishedRecords(BucketRecord.DIRECTORY);
        removeUnfinishedRecords(ScrubRecord.DIRECTORY);
    }

    private void removeUnfinishedRecords(String directory) throws IOException {
        disk.deleteQuietly(disk.volume().list(directory).stream().filter(name -> name.contains(Disk.UNFINISHED))
            .map(name -> directory + "/" + name).toList());
    }
}
