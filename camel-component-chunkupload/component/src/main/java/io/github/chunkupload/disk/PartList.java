package io.github.chunkupload.disk;

import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Which parts an object was made of, short enough to be kept: it tells whether a complete is the same as one before.
 *
 * @param slots digest of the parts' numbers or offsets
 * @param etags digest of these and their ETags
 */
record PartList(String slots, String etags) {

    /** Of an object that was sent in one piece. */
    static final PartList NONE = new PartList("", "");

    static PartList of(List<PartRecord> parts) {
        List<PartReceipt> receipts = parts.stream().map(part -> part.receipt(PartSlot.UNKNOWN)).toList();
        boolean numbered = parts.stream().allMatch(part -> part.slot().index() >= 0);
        return numbered ? new PartList(digest(receipts, PartList::number), digest(receipts, PartList::numberAndEtag))
            : new PartList(digest(receipts, PartList::offset), digest(receipts, PartList::offsetAndEtag));
    }

    /** Returns whether {@code parts} asks for this list: by ETag where each is given, else by name; no part at all asks for any. */
    boolean matches(List<PartReceipt> parts) {
        if (parts.isEmpty()) {
            return true;
        }
        boolean byEtag = parts.stream().noneMatch(part -> part.etag().isEmpty());
        return byEtag ? etags.equals(digest(parts, PartList::numberAndEtag)) || etags.equals(digest(parts, PartList::offsetAndEtag))
            : slots.equals(digest(parts, PartList::number)) || slots.equals(digest(parts, PartList::offset));
    }

    private static String number(PartReceipt part) {
        return part.slot().index() + "\n";
    }

    private static String offset(PartReceipt part) {
        return "@" + part.slot().offset() + "\n";
    }

    private static String numberAndEtag(PartReceipt part) {
        return number(part) + part.etag().toLowerCase(Locale.ROOT) + "\n";
    }

    private static String offsetAndEtag(PartReceipt part) {
        return offset(part) + part.etag().toLowerCase(Locale.ROOT) + "\n";
    }

    private static String digest(List<PartReceipt> parts, Function<PartReceipt, String> text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> sha.update(text.apply(part).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }
}
