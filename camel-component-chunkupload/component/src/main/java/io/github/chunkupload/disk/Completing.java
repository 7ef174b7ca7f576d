package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the records of objects, from uploads and from bodies, and puts them where they take effect: no byte of data is moved. */
final class Completing {

    /** Where a record takes effect by being renamed. */
    interface Place {

        /** Returns the time of an object made now. */
        Instant now();

        /** Writes the record beside the place. */
        String prepare(ObjectRecord object) throws IOException;

        /** Renames it to the place; when this fails nothing has happened. Returns what it replaced. */
        Optional<ObjectRecord> take(ObjectRecord object, String source) throws IOException;

        /** Makes that durable. */
        void settle(ObjectRecord object, Optional<ObjectRecord> replaced) throws IOException;
    }

    private final Disk disk;
    private final Objects objects;
    private final Uploads uploads;

    Completing(Disk disk, Objects objects, Uploads uploads) {
        this.disk = disk;
        this.objects = objects;
        this.uploads = uploads;
    }

    /** Turns an upload into an object at {@code place}; empty when somebody else finished or aborted it meanwhile. */
    Optional<ObjectRecord> complete(Upload upload, Completion completion, Place place) throws IOException {
        return upload.alone(() -> {
            if (!upload.isOpen()) {
                return Optional.empty();
            }
            ObjectRecord object = record(upload, completion, place.now());
            take(place, object, upload);
            upload.tidy(object);
            return Optional.of(object);
        });
    }

    /** The upload can be found until its object can, so that a repeated complete finds the one or the other. */
    private void take(Place place, ObjectRecord object, Upload upload) throws IOException {
        String source = place.prepare(object);
        objects.alone(object.object(), () -> {
            if (!upload.finish()) {
                disk.deleteQuietly(List.of(source));
                throw Failures.noSuchUpload();
            }
            Optional<ObjectRecord> replaced = take(place, object, source, upload::reopen);
            try {
                place.settle(object, replaced);
            } finally {
                uploads.remove(upload);
            }
            return null;
        });
    }

    private Optional<ObjectRecord> take(Place place, ObjectRecord object, String source, Runnable undo) throws IOException {
        try {
            return place.take(object, source);
        } catch (IOException | RuntimeException e) {
            undo.run();
            disk.deleteQuietly(List.of(source));
            throw e;
        }
    }

    private ObjectRecord record(Upload upload, Completion completion, Instant now) throws IOException {
        UploadHeader header = upload.header();
        Assembly assembly = upload.assembly(completion);
        Checksums sums = checked(header, assembly, completion.object());
        List<Extent> extents = assembly.extents().isEmpty() ? List.of(upload.nothing()) : assembly.extents();
        makeDurable(header.version(), assembly.parts());
        return new ObjectRecord(header.version(), header.id(), PartList.of(assembly.parts()), header.object(), assembly.size(),
            assembly.etag(disk.newEtag()), sums, header.metadata().and(completion.late()), now,
            header.replace() && completion.replace(), extents, header.customerKey());
    }

    /** Compares the checksums of the object with those expected, reading it for those that do not follow from the parts'. */
    private Checksums checked(UploadHeader header, Assembly assembly, Checksums expected) throws IOException {
        Checksums sums = assembly.sums();
        Set<Digest> unknown = expected.known();
        unknown.removeAll(sums.known());
        if (!unknown.isEmpty() && header.isEncrypted()) {
            throw UploadException.of(Failure.UNSUPPORTED, "The object is encrypted with a customer's key, so that without the key only its "
                + "CRC64 can be compared, and that only of parts that do not overlap; expected was also " + unknown);
        }
        if (!unknown.isEmpty()) {
            Hashing hashing = new Hashing(unknown);
            Extents.read(disk.volume(), header.version(), assembly.extents(), (buffer, length) -> hashing.update(buffer, 0, length));
            sums = sums.and(hashing.finish());
        }
        new Checks(Set.of(), expected).verify(sums);
        new Checks(Set.of(), header.known()).verify(sums);
        return sums;
    }

    private void makeDurable(Version version, List<PartRecord> parts) throws IOException {
        if (disk.forcesObjects()) {
            for (int number : parts.stream().filter(part -> !part.isForced()).map(part -> part.extent().file()).distinct().toList()) {
                try (VolumeFile file = disk.volume().edit(version.file(number))) {
                    file.force();
                }
            }
        }
        disk.sync(version.directory());
    }

    /** Takes an object sent in one piece to {@code place}. */
    ObjectRecord put(UploadRequest request, Body body, Checks checks, Place place) throws IOException {
        refuse(request);
        Version version = Version.of(request.object(), disk.newVersion());
        String data = version.file(Placement.SHARED);
        ObjectRecord object;
        try {
            object = object(request, receive(request, body, checks, version), version, place.now());
        } catch (IOException | RuntimeException | Error e) {
            disk.deleteQuietly(List.of(data));
            throw e;
        }
        finish(request, place, object);
        return object;
    }

    /** Refuses what need not even be tried. */
    void refuse(UploadRequest request) throws IOException {
        if (!request.replace() && objects.find(request.object()).isPresent()) {
            throw Failures.exists();
        }
        refuseBesideUploads(request);
    }

    /** Takes an object that came from no upload to {@code place}; when that fails its data files go. */
    void finish(UploadRequest request, Place place, ObjectRecord object) throws IOException {
        String source = prepare(place, object);
        objects.alone(request.object(), () -> {
            Optional<ObjectRecord> replaced = takeAlone(request, place, object, source, () -> disk.deleteQuietly(object.files()));
            place.settle(object, replaced);
            return null;
        });
    }

    private String prepare(Place place, ObjectRecord object) throws IOException {
        try {
            return place.prepare(object);
        } catch (IOException | RuntimeException | Error e) {
            disk.deleteQuietly(object.files());
            throw e;
        }
    }

    private Optional<ObjectRecord> takeAlone(UploadRequest request, Place place, ObjectRecord object, String source, Runnable undo)
            throws IOException {
        try {
            refuseBesideUploads(request);
        } catch (UploadException e) {
            undo.run();
            disk.deleteQuietly(List.of(source));
            throw e;
        }
        return take(place, object, source, undo);
    }

    private void refuseBesideUploads(UploadRequest request) {
        if (request.open() == OpenUploads.REFUSE && !uploads.of(request.object()).isEmpty()) {
            throw UploadException.of(Failure.UPLOAD_OPEN, "An upload of that name is open");
        }
    }

    private Intake.Taken receive(UploadRequest request, Body body, Checks checks, Version version) throws IOException {
        long announced = Intake.announced(PartSlot.numbered(0, request.size().orElse(PartSlot.UNKNOWN)), body);
        disk.makeDirectory(version.directory());
        Intake.Taken taken;
        Set<Digest> digests = checks.and(request.known().known()).all();
        try (VolumeFile file = disk.volume().create(version.file(Placement.SHARED))) {
            taken = Sealing.take(new Intake(body, announced, digests), announced, request.access(), version.id(), Placement.SHARED,
                file::write);
            checks.verify(taken.sums());
            new Checks(Set.of(), request.known()).verify(taken.sums());
            if (disk.forcesObjects()) {
                file.force();
            }
        }
        disk.sync(version.directory());
        return taken;
    }

    private ObjectRecord object(UploadRequest request, Intake.Taken taken, Version version, Instant now) {
        return new ObjectRecord(version, "", PartList.NONE, request.object(), taken.length(),
            taken.sums().get(Digest.MD5).orElseGet(disk::newEtag), taken.sums(), request.metadata(), now, request.replace(),
            List.of(new Extent(Placement.SHARED, 0, taken.length())), KeyVerifier.of(request.access()));
    }
}
