package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is promised when a store is told of bytes that it has already; one that does not look for them has them sent. */
interface InstantContract extends StoreUnderTest {

    @Test
    default void bytesThatAreThereNeedNotBeSentAgain() {
        byte[] content = Content.random(1, 2 * partSize() + 7);
        makeKnown(object("first"), content);
        if (traits().instant().isEmpty()) {
            Sending again = Sending.open(this, knowing(object("second"), content), content);
            assertThat(again.ref()).isNotNull();
            return;
        }
        Admission.Done done = instantly(knowing(object("second"), content));
        assertThat(done.object().object()).isEqualTo(object("second"));
        assertThat(done.object().size()).isIn(-1L, (long) content.length);
        Content.isStored(store(), object("second"), content);
        Content.isTrue(store().head(object("second"), Access.NONE).sums(), content);
    }

    @Test
    default void twoNamesOfTheSameBytesGoTheirOwnWays() {
        if (traits().instant().isEmpty()) {
            return;
        }
        byte[] content = Content.random(2, partSize());
        makeKnown(object("first"), content);
        instantly(knowing(object("second"), content));
        instantly(knowing(object("third"), content));
        if (traits().overwrites()) {
            make(object("second"), Content.random(3, 50));
        }
        if (traits().deletes()) {
            store().delete(object("first"));
        }
        Content.isStored(store(), object("third"), content);
        instantly(knowing(object("fourth"), content));
        Content.isStored(store(), object("fourth"), content);
    }

    @Test
    default void otherBytesHaveToBeSent() {
        if (traits().instant().isEmpty()) {
            return;
        }
        byte[] content = Content.random(4, partSize());
        makeKnown(object("first"), content);
        byte[] other = Content.random(5, partSize());
        Sending sending = Sending.open(this, knowing(object("second"), other), other);
        assertThat(sending.ref()).isNotNull();
        sending.sendAll().finishAndCompare();
    }

    @Test
    default void anObjectThatMayNotBeReplacedIsNotReplacedByKnownBytes() {
        if (traits().instant().isEmpty() || !traits().atomicIfAbsent()) {
            return;
        }
        byte[] content = Content.random(6, partSize());
        byte[] old = Content.random(7, 40);
        makeKnown(object("first"), content);
        make(object("second"), old);
        refused(Failure.ALREADY_EXISTS, () -> store().initiate(knowing(object("second"), content).withReplace(false)));
        Content.isStored(store(), object("second"), old);
    }

    @Test
    default void knownBytesGetTheMetadataOfTheirNewName() {
        Metadata metadata = Metadata.NONE.withUser("colour", "green");
        if (traits().instant().isEmpty() || !traits().metadata().keeps(metadata)) {
            return;
        }
        byte[] content = Content.random(8, partSize());
        makeKnown(object("first"), content);
        instantly(knowing(object("second"), content).withMetadata(metadata));
        assertThat(store().head(object("second"), Access.NONE).metadata().user()).containsEntry("colour", "green");
        assertThat(store().head(object("first"), Access.NONE).metadata().user()).doesNotContainKey("colour");
    }

    /** Makes an object whose digest the store knows. */
    private void makeKnown(ObjectRef object, byte[] content) {
        if (traits().maxPut() >= content.length) {
            Checks all = traits().instant().map(Checks::computing).orElse(Checks.NONE);
            store().put(Sending.prepared(this, request(object), content), Body.of(content), all);
        } else {
            Sending.open(this, knowing(object, content), content).sendAll().finish();
        }
    }

    private UploadRequest knowing(ObjectRef object, byte[] content) {
        Set<Digest> digest = traits().instant().map(Set::of).orElse(Set.of(Digest.SHA1));
        return request(object).withSize(content.length).withKnown(Content.sums(content, digest));
    }

    private Admission.Done instantly(UploadRequest request) {
        Admission admission = store().initiate(request);
        assertThat(admission).as("answer to initiate").isInstanceOf(Admission.Done.class);
        return (Admission.Done) admission;
    }
}
