package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.ObjectInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** The conditions of a GET or HEAD, in the order of RFC 9110 §13.2.2. */
public final class Conditions {

    private Conditions() {
    }

    /** Returns the status that the conditions in {@code headers} ask for: 304, 412, or empty to go on. */
    public static Optional<Integer> status(Headers headers, ObjectInfo info) {
        Instant modified = info.modified().truncatedTo(ChronoUnit.SECONDS);
        Optional<String> ifMatch = headers.first("If-Match");
        if (ifMatch.isPresent() && !names(ifMatch.get(), info.etag())) {
            return Optional.of(412);
        }
        if (ifMatch.isEmpty() && date(headers, "If-Unmodified-Since").filter(modified::isAfter).isPresent()) {
            return Optional.of(412);
        }
        Optional<String> ifNoneMatch = headers.first("If-None-Match");
        if (ifNoneMatch.isPresent()) {
            return names(ifNoneMatch.get(), info.etag()) ? Optional.of(304) : Optional.empty();
        }
        return date(headers, "If-Modified-Since").filter(since -> !modified.isAfter(since)).map(since -> 304);
    }

    private static boolean names(String list, String etag) {
        return list.strip().equals("*") || Arrays.stream(list.split(",")).map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .map(ETags::unquoted).anyMatch(etag::equalsIgnoreCase);
    }

    private static Optional<Instant> date(Headers headers, String name) {
        return headers.first(name).flatMap(HttpDates::parseHeader);
    }
}
