package io.github.chunkupload.toy;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The toy's upload id: it carries what the server decided, so that the server keeps nothing.
 *
 * @param size bytes declared
 * @param partSize bytes of every part but the last
 * @param backend the id of the store behind
 */
record ToyUploadId(long size, long partSize, String backend) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\.(\\d{1,9})\\.(.*)", Pattern.DOTALL);

    static ToyUploadId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload");
        }
        return new ToyUploadId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
    }

    @Override
    public String toString() {
        return size + "." + partSize + "." + backend;
    }

    UploadRef ref(ObjectRef object) {
        return new UploadRef(object, backend);
    }

    /** Returns the slot of a part, which must lie on the grid and be whole. */
    PartSlot slot(long offset, long length) {
        if (offset < 0 || offset % partSize != 0 || offset >= size || length != Math.min(partSize, size - offset)) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "Parts have " + partSize + " bytes, the last one what is left of " + size
                + "; " + length + " bytes at " + offset + " are none");
        }
        return new PartSlot((int) (offset / partSize), offset, length);
    }
}
