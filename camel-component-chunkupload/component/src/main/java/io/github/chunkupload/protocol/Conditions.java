package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The conditions of a GET or HEAD, in the order of RFC 9110 §13.2.2, and the same ones about the source of a copy. */
public final class Conditions {

    private static final List<String> NAMES = List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

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

    /**
     * Refuses a copy unless the conditions about its source hold.
     *
     * @param prefix what stands before the names of the conditions, such as {@code x-cos-copy-source-}
     * @throws UploadException with {@link Failure#PRECONDITION_FAILED}
     */
    public static void checkSource(Headers headers, String prefix, ObjectInfo source) {
        Headers.Builder conditions = Headers.builder();
        NAMES.forEach(name -> conditions.add(name, headers.first(prefix + name)));
        if (status(conditions.build(), source).isPresent()) {
            throw UploadException.of(Failure.PRECONDITION_FAILED, "A condition about the source of the copy does not hold");
        }
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
