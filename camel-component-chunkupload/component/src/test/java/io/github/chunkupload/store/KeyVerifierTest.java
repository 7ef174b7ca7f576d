package io.github.chunkupload.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Access.CustomerKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyVerifierTest {

    private static final byte[] BYTES = "0123456789-customer-key-01234567".getBytes(StandardCharsets.US_ASCII);
    private static final CustomerKey KEY = new CustomerKey(BYTES);
    private static final CustomerKey OTHER = new CustomerKey(new byte[32]);

    @Test
    void knowsItsKeyAndNoOther() {
        KeyVerifier verifier = KeyVerifier.of(KEY);
        assertThat(verifier.isOf(new CustomerKey(BYTES))).isTrue();
        assertThat(verifier.isOf(OTHER)).isFalse();
        assertThat(new KeyVerifier(KeyVerifier.of(KEY).salt(), verifier.mac()).isOf(KEY)).as("with another salt").isFalse();
    }

    @Test
    void doesNotTellWhichUploadsHaveTheSameKey() {
        assertThat(KeyVerifier.of(KEY).mac()).isNotEqualTo(KeyVerifier.of(KEY).mac());
        assertThat(KeyVerifier.of(KEY).toString()).doesNotContain(HexFormat.of().formatHex(BYTES),
            Base64.getEncoder().encodeToString(BYTES));
    }

    @Test
    void saysWhatIsWrongWithAKey() {
        Optional<KeyVerifier> verifier = Optional.of(KeyVerifier.of(KEY));
        assertThat(refusal(verifier, new Access(Optional.of(KEY)))).isEmpty();
        assertThat(refusal(Optional.empty(), Access.NONE)).isEmpty();
        assertThat(refusal(verifier, new Access(Optional.of(OTHER)))).contains(Failure.CUSTOMER_KEY_MISMATCH);
        assertThat(refusal(verifier, Access.NONE)).contains(Failure.CUSTOMER_KEY_REQUIRED);
        assertThat(refusal(Optional.empty(), new Access(Optional.of(KEY)))).contains(Failure.INVALID_ARGUMENT);
    }

    private static Optional<Failure> refusal(Optional<KeyVerifier> verifier, Access access) {
        return KeyVerifier.refusal(verifier, access, "upload").map(UploadException::kind);
    }
}
