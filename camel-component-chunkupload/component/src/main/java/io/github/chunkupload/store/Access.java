package io.github.chunkupload.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * Secrets of one request that open the bytes of an object, beside the rights of the caller.
 *
 * @param customerKey the key the customer encrypts with (SSE-C), where the protocol knows it
 */
public record Access(Optional<CustomerKey> customerKey) {

    /** No secret. */
    public static final Access NONE = new Access(Optional.empty());

    /** A 256-bit key of the customer's; never printed. */
    public static final class CustomerKey {

        private final byte[] key;

        /** Keeps a copy of the 32 bytes. */
        public CustomerKey(byte[] key) {
            if (key.length != 32) {
                throw new IllegalArgumentException("A customer key has 32 bytes, not " + key.length);
            }
            this.key = key.clone();
        }

        /** Returns a copy of the 32 bytes. */
        public byte[] bytes() {
            return key.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CustomerKey that && Arrays.equals(key, that.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }

        @Override
        public String toString() {
            return "CustomerKey[***]";
        }
    }
}
