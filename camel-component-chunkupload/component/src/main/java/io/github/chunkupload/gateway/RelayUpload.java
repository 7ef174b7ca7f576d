package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upload in slices that is relayed. What the far store does not keep, and every slice has to be placed by, travels in the upload id
 * that the client gives back with each request; so the node keeps nothing.
 *
 * @param object what it will become
 * @param size bytes of the object
 * @param slice bytes of every slice but the last
 * @param farId the far store's own name of the upload
 */
record RelayUpload(ObjectRef object, long size, long slice, String farId) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([1-9][0-9]{0,17})-(.*)", Pattern.DOTALL);

    /**
     * Reads what {@link #near} wrote.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_UPLOAD} for any other id
     */
    static RelayUpload of(UploadRef near) {
        Matcher matcher = FORM.matcher(near.uploadId());
        if (!matcher.matches()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload");
        }
        return new RelayUpload(near.object(), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
    }

    /** Returns the upload as clients of this gateway name it. */
    UploadRef near() {
        return new UploadRef(object, size + "-" + slice + "-" + farId);
    }

    /** Returns the upload as the far store names it. */
    UploadRef far() {
        return new UploadRef(object, farId);
    }

    /** Returns {@code slot} with its number in the object. */
    PartSlot numbered(PartSlot slot) {
        if (slot.offset() < 0 || slot.offset() % slice != 0 || slot.offset() / slice > Integer.MAX_VALUE) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "Slices begin at multiples of " + slice);
        }
        return new PartSlot((int) (slot.offset() / slice), slot.offset(), slot.length());
    }

    /** Returns a numbered part as the slice that it is. */
    PartSlot placed(PartSlot slot) {
        return slot.offset() >= 0 || slot.index() < 0 ? slot : new PartSlot(slot.index(), slot.index() * slice, slot.length());
    }

    /** Returns whether nothing comes behind {@code slot}. */
    boolean isLast(PartSlot slot) {
        return slot.offset() + slot.length() >= size;
    }
}
