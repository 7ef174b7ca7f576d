package io.github.chunkupload.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Dates as they stand in headers (RFC 9110 §5.6.7) and in the vendors' documents (ISO 8601 in UTC with milliseconds). */
public final class HttpDates {

    private static final DateTimeFormatter FIXED = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);

    private HttpDates() {
    }

    /** Returns the date for a header; fractions of a second go. */
    public static String header(Instant instant) {
        return FIXED.format(instant);
    }

    /** Reads the date of a header; empty when it is not one. */
    public static Optional<Instant> parseHeader(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the date for a document, such as {@code 2020-03-25T10:07:14.000Z}. */
    public static String iso(Instant instant) {
        return MILLIS.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Reads a date of a document, with any number of decimals and any offset; empty when it is not one. */
    public static Optional<Instant> parseIso(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
