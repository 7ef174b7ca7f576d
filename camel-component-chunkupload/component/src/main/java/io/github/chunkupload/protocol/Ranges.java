package io.github.chunkupload.protocol;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.UploadException;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers Range and Content-Range for one range of bytes (RFC 9110 §14). */
public final class Ranges {

    private static final Pattern ONE_RANGE = Pattern.compile("bytes=([0-9]{1,18})?-([0-9]{1,18})?");

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    private Ranges() {
    }

    /** Returns the range asked for; empty when there is no header or one that must be ignored: another unit, several ranges, nonsense. */
    public static Optional<ByteRange> in(Headers headers) {
        return in(headers, "Range");
    }

    /** Returns the range asked for by the header {@code name}, which is written as {@code Range} is. */
    public static Optional<ByteRange> in(Headers headers, String name) {
        Matcher matcher = ONE_RANGE.matcher(headers.first(name).orElse("").replace(" ", ""));
        if (!matcher.matches() || matcher.group(1) == null && matcher.group(2) == null) {
            return Optional.empty();
        }
        long last = matcher.group(2) == null ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        long first = matcher.group(1) == null ? -1 : Long.parseLong(matcher.group(1));
        return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    /** Returns the value of Range that asks for {@code range}. */
    public static String header(ByteRange range) {
        if (range.first() < 0) {
            return "bytes=-" + range.last();
        }
        return "bytes=" + range.first() + "-" + (range.last() == Long.MAX_VALUE ? "" : String.valueOf(range.last()));
    }

    /** Returns the headers of a request that asks for {@code range}; none for the whole object. */
    public static Headers asking(ByteRange range) {
        return range.equals(ByteRange.ALL) ? Headers.NONE : Headers.of("Range", header(range));
    }

    /**
     * Returns what a reply to such a request brings. Its body is the download's from then on.
     *
     * @param info tells of the object, given its size in bytes; −1 where the reply does not tell it
     * @throws UploadException with {@link Failure#PROTOCOL} when a part was asked for and the reply does not tell which one it is
     */
    public static Download download(HttpReply reply, ByteRange asked, LongFunction<ObjectInfo> info) {
        Optional<Section> section = reply.status() == 206 ? section(reply.headers()) : Optional.empty();
        if (section.isEmpty() && !asked.equals(ByteRange.ALL)) {
            Replies.close(reply);
            throw UploadException.of(Failure.PROTOCOL, "A range was asked for, and the reply does not tell which one it is");
        }
        long size = section.map(Section::size).orElse(reply.body().length());
        return new Download(info.apply(size), section.map(Section::offset).orElse(0L), reply.body());
    }

    /** Returns the value of Content-Range for {@code length} bytes from {@code offset} of {@code size}. */
    public static String contentRange(long offset, long length, long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }

    /**
     * What a reply with part of an object tells.
     *
     * @param offset of its first byte
     * @param size bytes of the whole object
     */
    public record Section(long offset, long size) {
    }

    /** Returns what Content-Range tells; empty when it tells nothing of use. */
    public static Optional<Section> section(Headers headers) {
        Matcher matcher = CONTENT_RANGE.matcher(headers.first("Content-Range").orElse(""));
        return matcher.matches() ? Optional.of(new Section(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(3))))
            : Optional.empty();
    }
}
