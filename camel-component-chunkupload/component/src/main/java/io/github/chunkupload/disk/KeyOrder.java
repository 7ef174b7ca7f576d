package io.github.chunkupload.disk;

import java.util.Optional;

/** The order of names in lists: that of the bytes of their UTF-8, which is that of their characters. */
final class KeyOrder {

    private static final int FIRST_SURROGATE = 0xD800;
    private static final int BEHIND_SURROGATES = 0xE000;

    private KeyOrder() {
    }

    /** Compares as the UTF-8 of both would compare: surrogates stand for characters above all others. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return Integer.compare(rank(one.charAt(i)), rank(other.charAt(i)));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }

    /** Returns the least name behind all that begin with {@code prefix}; empty: there is none. */
    static Optional<String> behind(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == FIRST_SURROGATE ? BEHIND_SURROGATES : last + 1;
                return Optional.of(prefix.substring(0, end) + Character.toString(next));
            }
        }
        return Optional.empty();
    }
}
