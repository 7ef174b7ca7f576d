package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.partAt;
import static io.github.chunkupload.disk.World.object;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A life of a store, step by step, and what has to be seen after each: nothing of a step or all of it. */
final class Life {

    /** Asks the store for something. */
    interface Act {

        void run(DiskStore store);
    }

    /**
     * A step.
     *
     * @param name for messages
     * @param effect turns what was seen before into what is seen after
     * @param act asks for it
     * @param adopt takes up what an earlier, unanswered attempt has done
     */
    record Step(String name, UnaryOperator<World> effect, Act act, Act adopt) {
    }

    static final List<String> KEYS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", World.SECRET);

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, UploadRef> uploads = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, byte[]> sent = new HashMap<>();

    Life() {
        partsAndObjects();
        staging();
        buckets();
        knownBytes();
        edits();
        encrypted();
        offsetsAndFarewell();
    }

    List<Step> steps() {
        return steps;
    }

    /** Returns the names of the uploads known, by upload id. */
    Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        uploads.forEach((name, ref) -> names.put(ref.uploadId(), name));
        return names;
    }

    /** Returns the bytes of a numbered part by its ETag. */
    byte[] sent(String etag) {
        return sent.get(etag);
    }

    private void partsAndObjects() {
        open("A", "one");
        send("A", 0, bytes(1, 300));
        send("A", 1, bytes(2, 300));
        send("A", 0, bytes(3, 400));
        send("A", 1, bytes(4, 200));
        open("B", "one");
        send("B", 0, bytes(5, 100));
        finish("A", "one", joined(bytes(3, 400), bytes(4, 200)));
        put("two", bytes(6, 500));
        put("two", bytes(7, 100));
        send("B", 1, bytes(8, 50));
        finish("B", "one", joined(bytes(5, 100), bytes(8, 50)));
        act("complete A again", world -> world, store -> store.complete(uploads.get("A"), Completion.ALL));
        open("C", "three");
        send("C", 0, bytes(9, 100));
        send("C", 0, bytes(10, 100));
        act("abort C", world -> world.withoutUpload("C"), store -> unless(Failure.NO_SUCH_UPLOAD, () -> store.abort(uploads.get("C"))));
        put("three", new byte[0]);
    }

    private void staging() {
        open("D", "four");
        send("D", 0, bytes(11, 100));
        send("D", 0, bytes(12, 130));
        send("D", 1, bytes(13, 90));
        byte[] whole = joined(bytes(12, 130), bytes(13, 90));
        act("assemble D", world -> world.withoutUpload("D").withStaged("four", whole),
            store -> ids.put("four", staging(store).assemble(uploads.get("D"), Completion.ALL).id()));
        act("join D", world -> world, store -> Samples.read(staging(store).open(ids.get("four"))));
        act("publish D", world -> world.withoutStaged("four").withObject("four", whole), store -> staging(store).publish(ids.get("four")));
        stage("five", bytes(14, 70));
        act("discard", world -> world.withoutStaged("five"), store -> staging(store).discard(ids.get("five")));
        stage("six", bytes(15, 70));
        act("retire", world -> world.withoutStaged("six"), store -> staging(store).retire(ids.get("six")));
        stage("two", bytes(16, 70));
        act("publish two", world -> world.withoutStaged("two").withObject("two", bytes(16, 70)),
            store -> staging(store).publish(ids.get("two")));
    }

    private void knownBytes() {
        instant("eight", bytes(16, 70));
        put("two", bytes(20, 30));
        instant("two", bytes(16, 70));
        act("delete eight", world -> world.withoutObject("eight"), store -> store.delete(object("eight")));
        act("stage known", world -> world.withStaged("nine", bytes(16, 70)),
            store -> ids.put("nine", staging(store).assembleKnown(knowing("nine", bytes(16, 70)))
                .orElseThrow(() -> UploadException.of(Failure.UNAVAILABLE, "The bytes could not be linked")).id()),
            store -> ids.put("nine", staging(store).pending().get(0).id()));
        act("publish known", world -> world.withoutStaged("nine").withObject("nine", bytes(16, 70)),
            store -> staging(store).publish(ids.get("nine")));
        act("delete nine", world -> world.withoutObject("nine"), store -> store.delete(object("nine")));
    }

    private void edits() {
        byte[] before = bytes(21, 90);
        put("ten", before);
        instant("eight", before);
        byte[] overwritten = joined(Arrays.copyOf(before, 40), bytes(22, 20), Arrays.copyOfRange(before, 60, 90));
        edit("ten", 40, bytes(22, 20), overwritten);
        edit("ten", 120, bytes(23, 30), joined(Arrays.copyOf(overwritten, 120), bytes(23, 30)));
        act("verify ten", world -> world, store -> store.capability(Verify.class).orElseThrow()
            .verify(object("ten"), Set.of(Digest.values()), Access.NONE));
        cut("ten", 30, Arrays.copyOf(before, 30));
        cut("ten", 50, Arrays.copyOf(Arrays.copyOf(before, 30), 50));
        cut("ten", 0, new byte[0]);
        for (String key : List.of("eight", "ten")) {
            act("delete " + key, world -> world.withoutObject(key), store -> store.delete(object(key)));
        }
    }

    private void edit(String key, long offset, byte[] bytes, byte[] whole) {
        act("edit " + key + " at " + offset, world -> world.withObject(key, whole),
            store -> editing(store).write(object(key), offset, Body.of(bytes), ALL_DIGESTS));
    }

    private void cut(String key, int size, byte[] whole) {
        act("cut " + key + " to " + size, world -> world.withObject(key, whole), store -> editing(store).truncate(object(key), size));
    }

    private static Editing editing(DiskStore store) {
        return store.capability(Editing.class).orElseThrow();
    }

    private void instant(String key, byte[] bytes) {
        act("instant " + key, world -> world.withObject(key, bytes), store -> {
            if (!(store.initiate(knowing(key, bytes)) instanceof Admission.Done)) {
                throw new AssertionError("The bytes of " + key + " are there and were not found");
            }
        });
    }

    private static UploadRequest knowing(String key, byte[] bytes) {
        return UploadRequest.of(object(key)).withSize(bytes.length).withKnown(Samples.sums(bytes));
    }

    private void buckets() {
        make("first", "first");
        make("second", "first", "second");
        act("remove the first", world -> world.withBuckets("second"), store -> remove(store, "first"));
        act("remove the second", world -> world.withBuckets(), store -> remove(store, "second"));
    }

    private void make(String name, String... then) {
        act("make bucket " + name, world -> world.withBuckets(then), store -> buckets(store).createBucket(name),
            store -> unless(Failure.BUCKET_EXISTS, () -> buckets(store).createBucket(name)));
    }

    private static void remove(DiskStore store, String bucket) {
        unless(Failure.NO_SUCH_BUCKET, () -> buckets(store).deleteBucket(bucket));
    }

    private static Buckets buckets(DiskStore store) {
        return store.capability(Buckets.class).orElseThrow();
    }

    private void encrypted() {
        open("S", World.SECRET);
        send("S", 0, bytes(21, 90));
        send("S", 0, bytes(22, 70));
        send("S", 1, bytes(23, 20));
        finish("S", World.SECRET, joined(bytes(22, 70), bytes(23, 20)));
        put(World.SECRET, bytes(24, 50));
    }

    private void offsetsAndFarewell() {
        act("open G", world -> world.withUpload("G"), store -> uploads.put("G", initiate(store,
            UploadRequest.of(object("seven")).withSize(200))), store -> adopt(store, "G", "seven"));
        act("G at 0", world -> world.withPart("G", 0, bytes(17, 120)), store -> partAt(store, uploads.get("G"), 0, bytes(17, 120)));
        act("G at 100", world -> world.withPart("G", 1, bytes(18, 100)), store -> partAt(store, uploads.get("G"), 100, bytes(18, 100)));
        finish("G", "seven", joined(Arrays.copyOf(bytes(17, 120), 100), bytes(18, 100)));
        open("H", "seven");
        send("H", 0, bytes(19, 40));
        for (String key : List.of("one", "two", "three", "four", "seven", World.SECRET)) {
            act("delete " + key, world -> world.withoutObject(key), store -> store.delete(object(key)));
        }
        finish("H", "seven", bytes(19, 40));
        act("delete H", world -> world.withoutObject("seven"), store -> store.delete(object("seven")));
    }

    private void act(String name, UnaryOperator<World> effect, Act act) {
        act(name, effect, act, act);
    }

    private void act(String name, UnaryOperator<World> effect, Act act, Act adopt) {
        steps.add(new Step(name, effect, act, adopt));
    }

    private void open(String name, String key) {
        act("open " + name, world -> world.withUpload(name), store -> uploads.put(name, initiate(store, request(key))),
            store -> adopt(store, name, key));
    }

    private static UploadRequest request(String key) {
        return UploadRequest.of(object(key)).withAccess(World.access(key));
    }

    private void adopt(DiskStore store, String name, String key) {
        Map<String, String> known = names();
        UploadRef found = store.uploads(UploadQuery.of(object(key))).items().stream().map(UploadInfo::upload)
            .filter(upload -> !known.containsKey(upload.uploadId())).findFirst().orElseThrow();
        uploads.put(name, found);
    }

    private void send(String name, int index, byte[] bytes) {
        sent.put(Samples.md5(bytes), bytes);
        act("part " + index + " of " + name, world -> world.withPart(name, index, bytes),
            store -> part(store, uploads.get(name), index, bytes, World.access(uploads.get(name).object().key())));
    }

    private void finish(String name, String key, byte[] bytes) {
        act("complete " + name, world -> world.withoutUpload(name).withObject(key, bytes),
            store -> store.complete(uploads.get(name), Completion.ALL));
    }

    private void put(String key, byte[] bytes) {
        act("put " + key, world -> world.withObject(key, bytes),
            store -> store.put(request(key), Body.of(bytes), ALL_DIGESTS));
    }

    private void stage(String key, byte[] bytes) {
        act("stage " + key, world -> world.withStaged(key, bytes),
            store -> ids.put(key, staging(store).assemble(UploadRequest.of(object(key)), Body.of(bytes), ALL_DIGESTS).id()),
            store -> ids.put(key, staging(store).pending().get(0).id()));
    }

    private static Staging staging(DiskStore store) {
        return store.capability(Staging.class).orElseThrow();
    }

    private static void unless(Failure done, Runnable act) {
        try {
            act.run();
        } catch (UploadException e) {
            if (e.kind() != done) {
                throw e;
            }
        }
    }
}
