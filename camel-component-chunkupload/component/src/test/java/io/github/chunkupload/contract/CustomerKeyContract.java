package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.absent;
import static io.github.chunkupload.contract.Refusals.refused;
import static io.github.chunkupload.contract.Refusals.refusedAsOneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is promised of a customer's keys. A store that takes none refuses whatever has one, before any byte moves. */
interface CustomerKeyContract extends StoreUnderTest {

    /** The key that objects of these tests are encrypted with. */
    Access KEY = access(1);

    /** Another one. */
    Access OTHER = access(2);

    private static Access access(int seed) {
        return new Access(Optional.of(new CustomerKey(Content.random(seed, 32))));
    }

    /** Carries out {@code test} where keys are taken; elsewhere its request, which has a key, is refused. */
    private void whereTaken(ObjectRef object, Runnable test) {
        if (!traits().customerKeys()) {
            refused(Failure.UNSUPPORTED, () -> store().initiate(Sending.prepared(this, request(object).withAccess(KEY), new byte[] {1})));
            return;
        }
        test.run();
    }

    private UploadRequest secretly(ObjectRef object) {
        return request(object).withAccess(KEY);
    }

    @Test
    default void refusesEveryRequestWithAKeyThatItCannotUseAndOpensNoBody() {
        ObjectRef object = object("plain");
        byte[] content = Content.random(1000, partSize() * 2);
        Sending upload = Sending.open(this, object, content);
        Failure unwanted = traits().customerKeys() ? Failure.INVALID_ARGUMENT : Failure.UNSUPPORTED;
        Body body = traits().customerKeys() ? Body.of(upload.bytes(0)) : Bodies.untouchable(upload.bytes(0).length);
        refused(unwanted, () -> store().putPart(upload.ref(), upload.slot(0), body, Checks.NONE, KEY));
        upload.sendAll().finishAndCompare();
        refused(unwanted, () -> store().get(object, ByteRange.ALL, KEY));
        refusedAsOneOf(() -> store().head(object, KEY), unwanted, Failure.INVALID_ARGUMENT, Failure.FORBIDDEN);
        if (!traits().customerKeys()) {
            UploadRequest request = Sending.prepared(this, secretly(object("put")), content);
            refused(Failure.UNSUPPORTED, () -> store().put(request, Bodies.untouchable(content.length), Checks.NONE));
            absent(store(), object("put"));
        }
        upload.isStored();
    }

    @Test
    default void readsWhatWasUploadedWithAKeyByThatKeyOnly() {
        ObjectRef object = object("secret parts");
        byte[] content = Content.random(1001, partSize() * 3 - 7);
        whereTaken(object, () -> {
            Sending upload = Sending.open(this, secretly(object), content);
            upload.send(1);
            upload.send(0, Content.random(1002, partSize()));
            upload.send(0);
            upload.send(2);
            Content.isTrue(upload.finishAndCompare().sums(), content);
            readableByKeyOnly(object, content);
        });
    }

    @Test
    default void readsWhatWasPutWithAKeyByThatKeyOnly() {
        ObjectRef object = object("secret");
        byte[] content = Content.random(1003, partSize());
        whereTaken(object, () -> {
            if (traits().maxPut() > 0) {
                ObjectReceipt receipt = store().put(Sending.prepared(this, secretly(object), content), Body.of(content), checks(content));
                Content.isTrue(receipt.sums(), content);
                readableByKeyOnly(object, content);
            }
        });
    }

    private void readableByKeyOnly(ObjectRef object, byte[] content) {
        Content.isStored(store(), object, content, KEY);
        assertThat(Content.read(store(), object, new ByteRange(1, content.length - 2), KEY))
            .isEqualTo(Arrays.copyOfRange(content, 1, content.length - 1));
        refused(Failure.CUSTOMER_KEY_REQUIRED, () -> store().get(object, ByteRange.ALL, Access.NONE));
        refused(Failure.CUSTOMER_KEY_MISMATCH, () -> store().get(object, ByteRange.ALL, OTHER));
        refusedAsOneOf(() -> store().head(object, OTHER), Failure.CUSTOMER_KEY_MISMATCH, Failure.INVALID_ARGUMENT, Failure.FORBIDDEN);
    }

    @Test
    default void takesEveryPartOfAnUploadWithItsKeyOnly() {
        ObjectRef object = object("one key");
        byte[] content = Content.random(1004, partSize() * 2);
        whereTaken(object, () -> {
            Sending upload = Sending.open(this, secretly(object), content);
            upload.send(0);
            Body second = Body.of(upload.bytes(1));
            refused(Failure.CUSTOMER_KEY_REQUIRED,
                () -> store().putPart(upload.ref(), upload.slot(1), second, Checks.NONE, Access.NONE));
            refused(Failure.CUSTOMER_KEY_MISMATCH, () -> store().putPart(upload.ref(), upload.slot(1), second, Checks.NONE, OTHER));
            refused(Failure.CUSTOMER_KEY_MISMATCH, () -> store().putPart(upload.ref(), upload.slot(0), second, Checks.NONE, OTHER));
            upload.send(1);
            upload.finishAndCompare();
        });
    }

    @Test
    default void replacesAnEncryptedObjectByAPlainOneAndBack() {
        ObjectRef object = object("back and forth");
        byte[] content = Content.random(1005, partSize());
        byte[] next = Content.random(1006, partSize());
        whereTaken(object, () -> {
            Sending.open(this, secretly(object), content).sendAll().finishAndCompare();
            if (traits().overwrites()) {
                Sending.open(this, object, next).sendAll().finishAndCompare();
                Sending.open(this, secretly(object), content).sendAll().finishAndCompare();
            }
        });
    }

    @Test
    default void givesAnEncryptedUploadUpWithoutItsKey() {
        ObjectRef object = object("given up");
        byte[] content = Content.random(1007, partSize() * 2);
        whereTaken(object, () -> {
            Sending upload = Sending.open(this, secretly(object), content);
            upload.send(0);
            if (traits().aborts()) {
                store().abort(upload.ref());
                absent(store(), object);
            }
        });
    }
}
