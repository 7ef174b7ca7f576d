package io.github.chunkupload.examples.quickstart;

/** Text in columns of a terminal, where Chinese, Japanese and Korean characters are two columns wide. */
final class Columns {

    private Columns() {
    }

    /** Returns {@code text} with blanks behind it, or cut, to fill {@code width} columns. */
    static String fit(String text, int width) {
        StringBuilder fitted = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            if (used + columns(point) > width) {
                break;
            }
            fitted.appendCodePoint(point);
            used += columns(point);
        }
        return fitted + " ".repeat(width - used);
    }

    private static int columns(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
            default -> 1;
        };
    }
}
