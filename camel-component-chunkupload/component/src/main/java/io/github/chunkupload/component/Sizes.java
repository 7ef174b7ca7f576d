package io.github.chunkupload.component;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as users write them: {@code 8MB} and {@code 8MiB} are both 8,388,608, a bare number is bytes. */
final class Sizes {

    private static final Pattern SIZE = Pattern.compile("([0-9]+) ?([kmgt]?)(i?b)?");
    private static final Map<String, Integer> SHIFT = Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

    private Sizes() {
    }

    /**
     * Returns the bytes that {@code text} means.
     *
     * @param option the name of the option, for the message
     * @throws IllegalArgumentException when it is not a size
     */
    static long parse(String option, String text) {
        Matcher size = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT).replace(",", "").replace("_", ""));
        if (!size.matches() || size.group(2).isEmpty() && "ib".equals(size.group(3))) {
            throw notASize(option, text, null);
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << SHIFT.get(size.group(2)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw notASize(option, text, e);
        }
    }

    private static IllegalArgumentException notASize(String option, String text, Exception cause) {
        return new IllegalArgumentException("Option " + option + "=" + text + " is not a size: write 8MB, 512KB, 5GB, or bytes", cause);
    }
}
