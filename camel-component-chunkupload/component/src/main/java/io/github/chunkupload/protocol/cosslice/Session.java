package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The session of our server: it carries what was decided at its beginning, so that the server keeps nothing beside the store.
 *
 * @param size bytes of the file
 * @param slice bytes of every slice but the last
 * @param sha SHA-1 of the file
 * @param uploadId of the store behind
 */
record Session(long size, long slice, String sha, String uploadId) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})\\.([0-9a-f]{40})\\.(.+)", Pattern.DOTALL);

    /** Reads a session; what is none of ours is refused as unknown. */
    static Session parse(String text) {
        try {
            Matcher matcher = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (matcher.matches() && Long.parseLong(matcher.group(2)) > 0) {
                return new Session(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3), matcher.group(4));
            }
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        throw unknown();
    }

    private static RuntimeException unknown() {
        return CosSliceError.WRONG_SESSION.failure("There is no such session");
    }

    @Override
    public String toString() {
        String text = size + "." + slice + "." + sha + "." + uploadId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    UploadRef upload(ObjectRef object) {
        return new UploadRef(object, uploadId);
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
