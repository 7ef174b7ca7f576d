package io.github.chunkupload.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused by name. */
final class Refusals {

    private Refusals() {
    }

    static UploadException refused(Failure kind, ThrowingCallable call) {
        return refusedAsOneOf(call, kind);
    }

    static UploadException refusedAsOneOf(ThrowingCallable call, Failure... kinds) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("refusal as one of %s", List.of(kinds)).isInstanceOf(UploadException.class);
        UploadException refusal = (UploadException) thrown;
        assertThat(refusal.kind()).as("kind of: %s", refusal.getMessage()).isIn((Object[]) kinds);
        assertThat(refusal.getMessage()).as("words for the user").isNotBlank();
        return refusal;
    }

    static void absent(ObjectStore store, ObjectRef object) {
        refused(Failure.NO_SUCH_OBJECT, () -> store.head(object, Access.NONE));
    }
}
