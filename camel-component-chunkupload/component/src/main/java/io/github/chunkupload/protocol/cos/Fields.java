package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;

/** Reads fields of the vendor's documents, as generously as they are written: blanks around them, elements left out. */
final class Fields {

    private Fields() {
    }

    static String required(XmlElement parent, String name) {
        String value = parent.value(name);
        if (value.isEmpty()) {
            throw UploadException.of(Failure.MALFORMED, parent.name() + " has no " + name);
        }
        return value;
    }

    static long number(XmlElement parent, String name, long absent) {
        String value = parent.value(name);
        if (value.isEmpty()) {
            return absent;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw UploadException.of(Failure.MALFORMED, name + " is not a number", e);
        }
    }

    static Instant date(XmlElement parent, String name) {
        return HttpDates.parseIso(parent.value(name)).orElse(Instant.EPOCH);
    }

    static boolean flag(XmlElement parent, String name) {
        return parent.value(name).equalsIgnoreCase("true");
    }

    /** Returns a key or prefix as it is named, decoded where the document says that it is encoded. */
    static String key(XmlElement parent, String name, boolean encoded) {
        String text = parent.exact(name);
        try {
            return encoded ? Percent.decode(text) : text;
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.MALFORMED, name + " is not percent-encoded as announced", e);
        }
    }

    /** Returns whether the keys of a list are percent-encoded; older servers spell the element with a dash. */
    static boolean encoded(XmlElement root) {
        return root.value("EncodingType").equals("url") || root.value("Encoding-type").equals("url")
            || root.value("Encoding-Type").equals("url");
    }
}
