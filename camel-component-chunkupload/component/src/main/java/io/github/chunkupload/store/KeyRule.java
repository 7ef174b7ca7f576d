package io.github.chunkupload.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which keys a store takes. */
public interface KeyRule {

    /** Returns the most bytes of UTF-8 a key may have. */
    int maxBytes();

    /** Returns why {@code key} is refused, in words for the user; empty: it is taken. */
    Optional<String> refusal(String key);

    /**
     * Refuses a key before any byte moves.
     *
     * @throws UploadException with {@link Failure#INVALID_KEY}
     */
    default void check(String key) {
        refusal(key).ifPresent(why -> {
            throw UploadException.of(Failure.INVALID_KEY, why);
        });
    }

    /** Returns the rule that refuses only what no store can hold: empty, NUL, unpaired surrogates, more than {@code maxBytes}. */
    static KeyRule upTo(int maxBytes) {
        return new KeyRule() {
            @Override
            public int maxBytes() {
                return maxBytes;
            }

            @Override
            public Optional<String> refusal(String key) {
                return storable(key, maxBytes);
            }
        };
    }

    private static Optional<String> storable(String key, int maxBytes) {
        if (key.isEmpty()) {
            return Optional.of("The key is empty: an object needs a name");
        }
        if (key.indexOf('\0') >= 0) {
            return Optional.of("The key has a NUL character at position " + key.indexOf('\0'));
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
            return bytes.remaining() <= maxBytes ? Optional.empty()
                : Optional.of("The key has " + bytes.remaining() + " bytes in UTF-8; at most " + maxBytes + " are allowed");
        } catch (CharacterCodingException e) {
            return Optional.of("The key has an unpaired surrogate: it is not valid Unicode");
        }
    }
}
