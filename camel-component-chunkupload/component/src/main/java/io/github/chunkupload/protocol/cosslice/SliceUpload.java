package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What our client has to know of an upload to ask for it: its upload id carries size and SHA-1 beside the server's session.
 *
 * @param size bytes of the file
 * @param sha SHA-1 of the file; empty: it was not told
 * @param session of the server, opaque
 */
record SliceUpload(long size, String sha, String session) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.((?:[0-9a-f]{40})?)\\.(.+)", Pattern.DOTALL);

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
}
