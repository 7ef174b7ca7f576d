package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our client has to know of an upload to ask for it: its upload id carries size and SHA-1 beside the server's session.
 *
 * @param size bytes of the file
 * @param sha SHA-1 of the file
 * @param session of the server, opaque
 */
record SliceUpload(long size, String sha, String session) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9a-f]{40})\\.(.+)", Pattern.DOTALL);

    static SliceUpload of(UploadRef upload) {
        Matcher matcher = FORM.matcher(upload.uploadId());
        if (!matcher.matches()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload");
        }
        return new SliceUpload(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3));
    }

    @Override
    public String toString() {
        return size + "." + sha + "." + session;
    }

    /** Returns the fields of the control request that asks for the state of this upload. */
    Map<String, String> control() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("op", "upload_slice");
        fields.put("filesize", String.valueOf(size));
        fields.put("sha", sha);
        if (!session.isEmpty()) {
            fields.put("session", session);
        }
        return fields;
    }
}
