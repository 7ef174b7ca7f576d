package io.github.chunkupload.gateway;

import io.github.chunkupload.store.ObjectRef;

/** Texts of clients fit for a line of the log: nothing in them ends the line or steers a terminal. */
final class LogText {

    private LogText() {
    }

    static String of(ObjectRef object) {
        return of(object.toString());
    }

    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT && c != 0x2028 && c != 0x2029;
            if (plain) {
                line.appendCodePoint(c);
            } else {
                line.append(String.format("\\u%04x", c));
            }
        });
        return line.toString();
    }
}
