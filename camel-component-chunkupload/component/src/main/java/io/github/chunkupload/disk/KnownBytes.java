package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes objects of bytes that the store has already: the data files of one that has them get another name each, and no byte is
 * written. It takes what a request tells, size and SHA-1, and objects of the same bucket whose SHA-1 is in their record.
 */
final class KnownBytes {

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final Disk disk;
    private final Objects objects;
    private final Versions versions;
    private final Uploads uploads;
    private final Completing completing;
    private final Catalog catalog;

    KnownBytes(Disk disk, Objects objects, Versions versions, Uploads uploads, Completing completing, Catalog catalog) {
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
        this.uploads = uploads;
        this.completing = completing;
        this.catalog = catalog;
    }

    /** Makes the object at {@code place}; empty: its bytes are not known, or an upload of them is open and is to be joined. */
    Optional<ObjectRecord> make(UploadRequest request, Completing.Place place) throws IOException {
        Optional<Catalog.Bytes> bytes = Catalog.Bytes.of(request);
        if (bytes.isEmpty() || request.open() == OpenUploads.JOIN && !uploads.of(request.object()).isEmpty()) {
            return Optional.empty();
        }
        for (ObjectRef candidate : catalog.having(bytes.get())) {
            Optional<ObjectRecord> source = pinned(candidate, bytes.get());
            if (source.isPresent()) {
                return make(source.get(), request, place);
            }
        }
        return Optional.empty();
    }

    private Optional<ObjectRecord> pinned(ObjectRef candidate, Catalog.Bytes bytes) throws IOException {
        Optional<ObjectRecord> found;
        try {
            found = objects.pinned(candidate);
        } catch (DamagedRecordException e) {
            return Optional.empty();
        }
        boolean same = found.flatMap(Catalog.Bytes::of).equals(Optional.of(bytes));
        if (!same) {
            found.ifPresent(other -> versions.unpin(other.version()));
        }
        return same ? found : Optional.empty();
    }

    private Optional<ObjectRecord> make(ObjectRecord source, UploadRequest request, Completing.Place place) throws IOException {
        try {
            completing.refuse(request);
            Version version = Version.of(request.object(), disk.newVersion());
            if (!link(source, version)) {
                return Optional.empty();
            }
            ObjectRecord object = new ObjectRecord(version, "", PartList.NONE, request.object(), source.size(),
                source.sums().get(Digest.MD5).orElseGet(disk::newEtag), source.sums(), request.metadata(), place.now(), request.replace(),
                source.extents(), Optional.empty());
            completing.finish(request, place, object);
            return Optional.of(object);
        } finally {
            versions.unpin(source.version());
        }
    }

    /** Returns false when the file system does not do it: then the bytes have to be sent. */
    private boolean link(ObjectRecord source, Version version) {
        List<Integer> numbers = source.numbers();
        try {
            disk.makeDirectory(version.directory());
            for (int number : numbers) {
                disk.volume().link(source.version().file(number), version.file(number));
            }
            disk.sync(version.directory());
            return true;
        } catch (IOException e) {
            LOG.debug("Bytes that are there could not get another name: {}", e.toString());
            disk.deleteQuietly(numbers.stream().map(version::file).toList());
            return false;
        }
    }
}
