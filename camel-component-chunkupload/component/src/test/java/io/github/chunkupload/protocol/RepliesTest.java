package io.github.chunkupload.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private static final ObjectRef OBJECT = new ObjectRef("photos-1250000000", "2026/a b.jpg");

    @Test
    void aRefusalNamesTheObjectTheServersWordsAndWhatToLookAt() {
        assertThat(refusal(403, "SignatureDoesNotMatch", "The signature does not belong to this request.", Failure.SIGNATURE_MISMATCH))
            .isEqualTo("PUT photos-1250000000/2026/a b.jpg was refused with SignatureDoesNotMatch (status 403): "
                + "The signature does not belong to this request. Is the secret key right?");
    }

    @Test
    void aRefusalWithoutWordsTellsTheStatus() {
        assertThat(refusal(502, "", "", Failure.UNAVAILABLE)).isEqualTo("PUT photos-1250000000/2026/a b.jpg was refused with status 502");
    }

    @Test
    void whatAServerSaysCannotBreakALogIntoLines() {
        assertThat(refusal(400, "Bad\r\nCode", "first\nsecond\u001b[31m", Failure.INVALID_ARGUMENT))
            .endsWith("was refused with Bad Code (status 400): first second [31m");
    }

    private static String refusal(int status, String code, String told, Failure kind) {
        return Replies.refusal("PUT", OBJECT, HttpReply.of(status, Headers.NONE), code, told, kind);
    }
}
