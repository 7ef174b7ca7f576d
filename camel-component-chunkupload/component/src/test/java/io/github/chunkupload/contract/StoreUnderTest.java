package io.github.chunkupload.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.UploadRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the contract has to know of the store it is held against; most of it the store's traits tell. */
interface StoreUnderTest {

    /** The same store throughout one test, empty when the test begins. */
    ObjectStore store();

    /** A bucket that can be written to. */
    String bucket();

    /** A part size that the store takes for every part; the one it demands where it chooses. */
    default int partSize() {
        return (int) Math.max(1000, traits().minPart());
    }

    /** Whether a complete that is repeated with the same parts must answer as the first did. */
    default boolean repeatsComplete() {
        return true;
    }

    /** Whether complete may be asked for parts whose numbers have gaps, and joins them. */
    default boolean joinsOverGaps() {
        return false;
    }

    /** Whether the store hands on to another one: what that refuses may come after what was wrong on the way there. */
    default boolean relays() {
        return false;
    }

    /** Whether an abort tells when there is no such upload. */
    default boolean tellsAbortsOfNothing() {
        return true;
    }

    /** The capabilities that the store must have; of those that the contract knows it must not have another. */
    default Set<Class<?>> capabilities() {
        return Set.of();
    }

    /** A capability of the store, if it has to have that; fails if it has it not, or has it all the same. */
    default <C> Optional<C> capable(Class<C> type) {
        Optional<C> found = store().capability(type);
        assertThat(found.isPresent()).as("capability %s", type.getSimpleName()).isEqualTo(capabilities().contains(type));
        return found;
    }

    /** Whether the store tells when a bucket that is asked for was made; else that is the epoch. */
    default boolean datesBuckets() {
        return true;
    }

    /** The ways to name a part that the store has to understand. */
    default Set<SlotForm> slotForms() {
        return EnumSet.of(SlotForm.WHOLE, traits().by() == Addressing.NUMBER ? SlotForm.NUMBER : SlotForm.OFFSET);
    }

    /** The traits for the bucket. */
    default StoreTraits traits() {
        return store().traits(bucket());
    }

    /** An object that no other test uses. */
    default ObjectRef object(String name) {
        return new ObjectRef(bucket(), getClass().getSimpleName() + "/" + name);
    }

    /** The plainest wish that the store grants. */
    default UploadRequest request(ObjectRef object) {
        return UploadRequest.of(object).withOpen(Stream.of(OpenUploads.values()).filter(traits().openUploads()::contains)
            .findFirst().orElseThrow());
    }

    /** Checks that ask for all the proofs the store can give. */
    default Checks proofs() {
        EnumSet<Digest> digests = EnumSet.noneOf(Digest.class);
        traits().partProof().ifPresent(digests::add);
        traits().objectProof().ifPresent(digests::add);
        return new Checks(digests, Content.NONE);
    }

    /** Checks that ask for all proofs and expect what {@code content} has, as far as the store compares it. */
    default Checks checks(byte[] content) {
        return new Checks(proofs().compute(), Content.sums(content, traits().partChecks()));
    }

    /** Makes an object, in one step where the store can. */
    default ObjectReceipt make(UploadRequest request, byte[] content) {
        if (traits().maxPut() > 0 && content.length <= traits().maxPut()) {
            return store().put(Sending.prepared(this, request, content), Body.of(content), checks(content));
        }
        return Sending.open(this, request, content).sendAll().finish();
    }

    /** Makes a plain object. */
    default ObjectReceipt make(ObjectRef object, byte[] content) {
        return make(request(object), content);
    }
}
