package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The session of our server: it carries what was decided at its beginning, so that the server keeps nothing beside the store.
 *
 * @param size bytes of the file
 * @param slice bytes of every slice but the last
 * @param sha SHA-1 of the file, where it was told
 * @param uploadId of the store behind
 */
record Session(long size, long slice, Optional<String> sha, String uploadId) {

    private static final Pattern FACTS = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})\\.([0-9a-f]{40})?");
    private static final Pattern FORM = Pattern.compile("(" + FACTS + ")\\.(.+)", Pattern.DOTALL);

    /** Reads a session; what is none of ours is refused as unknown. */
    static Session parse(String text) {
        try {
            Matcher matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (matcher.matches()) {
                return of(matcher.group(1), matcher.group(5)).orElseThrow(Session::unknown);
            }
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        throw unknown();
    }

    /** Makes the session of an upload of which the {@linkplain #facts facts} are known; empty when they are none. */
    static Optional<Session> of(String facts, String uploadId) {
        Matcher matcher = FACTS.matcher(facts);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) == 0) {
            return Optional.empty();
        }
        return Optional.of(new Session(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
            Optional.ofNullable(matcher.group(3)), uploadId));
    }

    private static UploadException unknown() {
        return CosSliceError.WRONG_SESSION.failure("There is no such session");
    }

    /** Returns what was decided at the beginning, as a text. */
    String facts() {
        return size + "." + slice + "." + sha.orElse("");
    }

    /** Returns the session of that upload, in slices of {@code bytes}. */
    Session of(long bytes, String id) {
        return new Session(size, bytes, sha, id);
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((facts() + "." + uploadId).getBytes(StandardCharsets.UTF_8));
    }

    UploadRef upload(ObjectRef object) {
        return new UploadRef(object, uploadId);
    }

    /** Returns whether it can be for the same bytes: of the same size, and of the same SHA-1 where both are known. */
    boolean fits(Session other) {
        return size == other.size && (sha.isEmpty() || other.sha.isEmpty() || sha.equals(other.sha));
    }

    /** Returns the SHA-1 of the file, without which there is no session of files/v1. */
    String announced() {
        return sha.orElseThrow(Session::unknown);
    }

    /** Returns how many bytes the slice at {@code offset} has. */
    long length(long offset) {
        return Math.min(slice, size - offset);
    }

    /** Returns whether a slice begins at {@code offset}. */
    boolean begins(long offset) {
        return offset >= 0 && offset < size && offset % slice == 0;
    }
}
