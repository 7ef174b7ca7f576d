package io.github.chunkupload.contract;

import static io.github.chunkupload.contract.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Verify;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is promised of digests taken where the object lies; a store that takes none has no such capability. */
interface VerifyContract extends StoreUnderTest {

    /** The digests that {@link Verify} can take here. */
    default Set<Digest> verifiable() {
        return EnumSet.allOf(Digest.class);
    }

    @Test
    default void takesDigestsOfWhatIsStoredAndTellsThemFromThenOn() {
        capable(Verify.class).ifPresent(verify -> {
            ObjectRef object = object("verified");
            byte[] content = Content.random(1, 3 * partSize() + 1);
            Sending.open(this, object, content).sendAll().finish();
            for (Digest digest : verifiable()) {
                Checksums taken = verify.verify(object, Set.of(digest), Access.NONE);
                Content.isTrue(taken, content);
                assertThat(taken.get(digest)).isPresent();
                Checksums told = store().head(object, Access.NONE).sums();
                Content.isTrue(told, content);
                assertThat(told.get(digest)).isEqualTo(taken.get(digest));
            }
            Content.isStored(store(), object, content);
        });
    }

    @Test
    default void forgetsTheDigestsOfAnObjectThatWasReplaced() {
        capable(Verify.class).ifPresent(verify -> {
            ObjectRef object = object("replaced");
            make(object, Content.random(2, 100));
            verify.verify(object, verifiable(), Access.NONE);
            if (traits().overwrites()) {
                make(object, Content.random(3, 100));
                Content.isTrue(store().head(object, Access.NONE).sums(), Content.random(3, 100));
                Content.isTrue(verify.verify(object, verifiable(), Access.NONE), Content.random(3, 100));
            }
        });
    }

    @Test
    default void takesNoDigestOfWhatIsNotThere() {
        capable(Verify.class).ifPresent(verify ->
            refused(Failure.NO_SUCH_OBJECT, () -> verify.verify(object("nothing"), verifiable(), Access.NONE)));
    }
}
