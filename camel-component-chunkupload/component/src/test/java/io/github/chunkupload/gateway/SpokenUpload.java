package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** An upload in even parts, as a client of any protocol sends it, whichever connection it has at the moment. */
final class SpokenUpload {

    private final ObjectRef object;
    private final byte[] content;
    private final int partSize;
    private final UploadRef upload;
    private final List<PartReceipt> receipts = new ArrayList<>();

    private SpokenUpload(ObjectStore client, ObjectRef object, byte[] content, int partSize) {
        this.object = object;
        this.content = content;
        Admission.Open open = (Admission.Open) client.initiate(request(client, object, content).withPartSize(partSize));
        this.upload = open.upload();
        this.partSize = open.partSize() > 0 ? (int) open.partSize() : partSize;
    }

    static SpokenUpload open(ObjectStore client, ObjectRef object, byte[] content, int partSize) {
        return new SpokenUpload(client, object, content, partSize);
    }

    /** Returns the wish to upload {@code content}, with what the protocol wants to know first and as its client grants it. */
    static UploadRequest request(ObjectStore client, ObjectRef object, byte[] content) {
        StoreTraits traits = client.traits(object.bucket());
        UploadRequest wish = UploadRequest.of(object).withKnown(sums(content, traits.digestFirst()))
            .withOpen(Stream.of(OpenUploads.values()).filter(traits.openUploads()::contains).findFirst().orElseThrow());
        return wish.withSize(content.length);
    }

    static Checksums sums(byte[] content, Set<Digest> digests) {
        Hashing hashing = new Hashing(digests);
        hashing.update(content, 0, content.length);
        return hashing.finish();
    }

    /** Returns letters that {@code seed} decides on. */
    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return bytes;
    }

    ObjectRef object() {
        return object;
    }

    byte[] content() {
        return content;
    }

    UploadRef upload() {
        return upload;
    }

    int parts() {
        return (content.length + partSize - 1) / partSize;
    }

    PartReceipt send(ObjectStore client, int part) {
        int begin = part * partSize;
        byte[] bytes = Arrays.copyOfRange(content, begin, Math.min(content.length, begin + partSize));
        PartReceipt receipt = client.putPart(upload, new PartSlot(part, begin, bytes.length), Body.of(bytes), checks(client), Access.NONE);
        receipts.removeIf(earlier -> earlier.slot().index() == part);
        receipts.add(Math.min(part, receipts.size()), receipt);
        return receipt;
    }

    private Checks checks(ObjectStore client) {
        Set<Digest> digests = EnumSet.noneOf(Digest.class);
        client.traits(object.bucket()).partProof().ifPresent(digests::add);
        return new Checks(digests, Checksums.NONE);
    }

    SpokenUpload sendAll(ObjectStore client) {
        for (int part = 0; part < parts(); part++) {
            send(client, part);
        }
        return this;
    }

    List<PartReceipt> receipts() {
        return List.copyOf(receipts);
    }

    ObjectReceipt complete(ObjectStore client) {
        return client.complete(upload, Completion.of(receipts));
    }
}
