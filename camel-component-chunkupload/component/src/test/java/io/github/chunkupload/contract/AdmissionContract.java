package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.UploadRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is promised when an upload is opened: several of one key, objects that may not be replaced, facts needed beforehand. */
interface AdmissionContract extends StoreUnderTest {

    @Test
    default void refusesTheRulesAboutOpenUploadsThatItDoesNotKnow() {
        EnumSet<OpenUploads> unknown = EnumSet.allOf(OpenUploads.class);
        unknown.removeAll(traits().openUploads());
        byte[] content = Content.random(110, partSize());
        for (OpenUploads rule : unknown) {
            UploadRequest request = Sending.prepared(this, request(object("rule " + rule)), content).withOpen(rule);
            refused(Failure.UNSUPPORTED, () -> store().initiate(request));
        }
        assertThat(traits().openUploads()).isNotEmpty();
    }

    @Test
    default void keepsIndependentUploadsOfOneKeyApart() {
        ObjectRef object = object("independent");
        Sending first = Sending.open(this, object, Content.random(111, partSize() * 2));
        if (!traits().openUploads().contains(OpenUploads.INDEPENDENT)) {
            first.sendAll().finishAndCompare();
            return;
        }
        Sending second = Sending.open(this, object, Content.random(112, partSize() * 3));
        assertThat(second.ref()).isNotEqualTo(first.ref());
        first.send(0);
        second.sendAll(0, 1);
        first.send(1);
        first.finishAndCompare();
        second.send(2);
        if (traits().overwrites()) {
            second.finishAndCompare();
        } else {
            refused(Failure.ALREADY_EXISTS, second::finish);
            first.isStored();
        }
    }

    @Test
    default void opensAsManyIndependentUploadsAsAreAskedForAtOnce() throws Exception {
        if (!traits().openUploads().contains(OpenUploads.INDEPENDENT)) {
            refusesTheRulesAboutOpenUploadsThatItDoesNotKnow();
            return;
        }
        Callable<Sending> open = () -> Sending.open(this, object("many"), Content.random(113, partSize()));
        List<Sending> uploads = Race.run(8, Collections.nCopies(8, open));
        assertThat(uploads.stream().map(Sending::ref).distinct()).hasSize(8);
    }

    @Test
    default void refusesASecondUploadOfOneKeyWhereThatIsAsked() throws Exception {
        UploadRequest request = request(object("refuse")).withOpen(OpenUploads.REFUSE);
        byte[] content = Content.random(114, partSize() * 2);
        if (!traits().openUploads().contains(OpenUploads.REFUSE)) {
            refused(Failure.UNSUPPORTED, () -> Sending.open(this, request, content));
            return;
        }
        Sending open = Sending.open(this, request, content);
        refused(Failure.UPLOAD_OPEN, () -> Sending.open(this, request, content));
        if (traits().maxPut() > 0) {
            refused(Failure.UPLOAD_OPEN, () -> store().put(Sending.prepared(this, request, content), Body.of(content), Checks.NONE));
            absent(store(), request.object());
        }
        Sending.open(this, request(object("other key")).withOpen(OpenUploads.REFUSE), content);
        open.sendAll().finishAndCompare();
        if (traits().overwrites()) {
            Sending.open(this, request, Content.random(115, partSize())).sendAll().finishAndCompare();
        }
    }

    @Test
    default void opensOneUploadOfManyThatRefuseEachOther() throws Exception {
        byte[] content = Content.random(109, partSize());
        for (int round = 0; round < 20; round++) {
            UploadRequest request = request(object("refuse " + round)).withOpen(OpenUploads.REFUSE);
            Callable<Sending> open = () -> Sending.open(this, request, content);
            List<Race.Outcome<Sending>> outcomes = Race.start(Collections.nCopies(4, open));
            if (traits().openUploads().contains(OpenUploads.REFUSE)) {
                assertThat(outcomes.stream().filter(o -> o.value().isPresent()).count()).as("uploads opened").isEqualTo(1);
                assertThat(outcomes).allMatch(o -> o.value().isPresent() || o.kind() == Failure.UPLOAD_OPEN);
            } else {
                assertThat(outcomes).allMatch(o -> o.kind() == Failure.UNSUPPORTED);
            }
        }
    }

    @Test
    default void joinsTheUploadOfTheSameBytes() throws Exception {
        byte[] content = Content.random(116, partSize() * 3);
        UploadRequest request = request(object("join")).withOpen(OpenUploads.JOIN).withSize(content.length)
            .withKnown(Content.sums(content));
        if (!traits().openUploads().contains(OpenUploads.JOIN)) {
            refused(Failure.UNSUPPORTED, () -> Sending.open(this, request, content));
            return;
        }
        Callable<Sending> open = () -> Sending.open(this, request, content);
        List<Sending> joined = Race.run(4, Collections.nCopies(4, open));
        assertThat(joined.stream().map(Sending::ref).distinct()).as("one upload for all").hasSize(1);
        joined.get(0).send(0);
        Sending late = Sending.open(this, request, content);
        assertThat(late.ref()).isEqualTo(joined.get(0).ref());
        assertThat(late.admission().contiguous()).as("bytes there already").isEqualTo(partSize());
        joined.get(0).sendAll(1, 2).finishAndCompare();
    }

    @Test
    default void joinsNoUploadOfOtherBytesButEndsIt() {
        byte[] old = Content.random(117, partSize() * 2);
        byte[] content = Content.random(118, partSize() * 2);
        UploadRequest request = request(object("rejoin")).withOpen(OpenUploads.JOIN).withSize(content.length);
        if (!traits().openUploads().contains(OpenUploads.JOIN)) {
            refused(Failure.UNSUPPORTED, () -> Sending.open(this, request.withKnown(Content.sums(old)), old));
            return;
        }
        Sending before = Sending.open(this, request.withKnown(Content.sums(old)), old);
        before.send(0);
        Sending after = Sending.open(this, request.withKnown(Content.sums(content)), content);
        assertThat(after.ref()).isNotEqualTo(before.ref());
        assertThat(after.admission().contiguous()).isZero();
        refused(Failure.NO_SUCH_UPLOAD, () -> before.send(1));
        after.sendAll().finishAndCompare();
    }

    @Test
    default void replacesNoObjectThatMayNotBeReplaced() {
        byte[] content = Content.random(119, partSize() * 2);
        make(object("exists"), content);
        UploadRequest keeping = request(object("exists")).withReplace(false);
        byte[] other = Content.random(120, partSize() + 3);
        refusedAsOneOf(() -> Sending.open(this, keeping, other).sendAll().finish(), existing());
        refusedAsOneOf(() -> make(keeping, other), existing());
        Content.isStored(store(), object("exists"), content);
        if (traits().atomicIfAbsent()) {
            make(request(object("absent")).withReplace(false), other);
            Content.isStored(store(), object("absent"), other);
        }
    }

    @Test
    default void makesOneObjectOfManyThatMayNotReplaceEachOther() throws Exception {
        for (int round = 0; round < 10; round++) {
            UploadRequest keeping = request(object("first wins " + round)).withReplace(false);
            List<byte[]> contents = IntStream.range(1, 5).mapToObj(i -> Content.random(120 + i, partSize() + i)).toList();
            List<Callable<ObjectReceipt>> makers = contents.stream().<Callable<ObjectReceipt>>map(c -> () -> make(keeping, c)).toList();

            List<Race.Outcome<ObjectReceipt>> outcomes = Race.start(makers);

            List<Failure> refusals = new ArrayList<>(List.of(existing()));
            if (!traits().openUploads().contains(OpenUploads.INDEPENDENT)) {
                refusals.add(Failure.UPLOAD_OPEN);
            }
            assertThat(outcomes).allMatch(o -> o.value().isPresent() || refusals.contains(o.kind()));
            List<Integer> winners = IntStream.range(0, 4).filter(i -> outcomes.get(i).value().isPresent()).boxed().toList();
            if (traits().atomicIfAbsent()) {
                assertThat(winners).as("objects made").hasSize(1);
                Content.isStored(store(), keeping.object(), contents.get(winners.get(0)));
            } else if (winners.isEmpty()) {
                absent(store(), keeping.object());
            }
        }
    }

    @Test
    default void uploadsThatMayNotReplaceMeetAtComplete() {
        Sending upload = null;
        UploadRequest keeping = request(object("appeared")).withReplace(false);
        byte[] winner = Content.random(125, partSize() + 5);
        if (traits().atomicIfAbsent()) {
            upload = Sending.open(this, keeping, Content.random(126, partSize() * 2));
            upload.send(0);
        }
        if (!traits().openUploads().contains(OpenUploads.INDEPENDENT) && upload != null) {
            upload.send(1);
            upload.finishAndCompare();
            return;
        }
        make(object("appeared"), winner);
        if (upload != null) {
            Sending late = upload;
            refused(Failure.ALREADY_EXISTS, () -> {
                late.send(1);
                late.finish();
            });
        }
        Content.isStored(store(), object("appeared"), winner);
    }

    private Failure[] existing() {
        return traits().atomicIfAbsent() ? new Failure[] {Failure.ALREADY_EXISTS}
            : new Failure[] {Failure.ALREADY_EXISTS, Failure.UNSUPPORTED};
    }

    @Test
    default void demandsWhatItMustKnowBeforehand() {
        byte[] content = Content.random(127, partSize() * 2);
        UploadRequest bare = request(object("bare"));
        if (traits().sizeFirst()) {
            refused(Failure.LENGTH_REQUIRED, () -> store().initiate(bare));
        }
        for (Digest digest : traits().digestFirst()) {
            UploadRequest sized = bare.withSize(content.length);
            refused(Failure.INVALID_DIGEST, () -> store().initiate(sized));
            assertThat(digest).isIn(traits().digestFirst());
        }
        if (!traits().sizeFirst() && traits().digestFirst().isEmpty()) {
            assertThat(store().initiate(bare)).isInstanceOf(Admission.Open.class);
        }
    }

    @Test
    default void choosesThePartSizeOrLeavesItToTheSender() {
        Sending upload = Sending.open(this, object("part size"), Content.random(128, partSize() * 2));
        assertThat(upload.admission().partSize()).isIn(0L, (long) partSize());
        upload.sendAll().finishAndCompare();
        assertThat(store().head(object("part size"), Access.NONE).object()).isEqualTo(object("part size"));
    }

    @Test
    default void refusesABucketThatIsNoName() throws Exception {
        for (String bucket : List.of("", "a\0b", "a\uD83D")) {
            refusedAsOneOf(() -> makeIn(bucket), Failure.INVALID_BUCKET, Failure.NO_SUCH_BUCKET);
        }
        for (String bucket : List.of("..", "../etc", "a/b", "a b", "/", "A", "x".repeat(100))) {
            Race.Outcome<ObjectReceipt> outcome = Race.outcome(() -> makeIn(bucket));
            assertThat(outcome.kind()).as("bucket '%s'", bucket).isIn(null, Failure.INVALID_BUCKET, Failure.NO_SUCH_BUCKET);
            if (outcome.value().isPresent()) {
                Content.isStored(store(), new ObjectRef(bucket, "k/key"), Content.random(129, 20));
            }
        }
        absent(store(), new ObjectRef(bucket(), "k/key"));
    }

    private ObjectReceipt makeIn(String bucket) {
        return make(new ObjectRef(bucket, "k/key"), Content.random(129, 20));
    }
}
