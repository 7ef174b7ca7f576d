package io.github.chunkupload.component;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.UploadTicket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;

/** Reads what an exchange asks for. What is missing or makes no sense is refused with the name of the header. */
final class Requests {

    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?([0-9]*)-([0-9]*)");
    private static final Set<String> STANDARD = Set.of("content-type", "cache-control", "content-disposition", "content-encoding",
        "content-language", "expires", "storage-class");

    private final String bucket;
    private final ChunkUploadConfiguration options;
    private final KeyResolver keys;
    private final Consumer<String> otherBuckets;
    private final Access access;

    /**
     * @param bucket where objects are, unless a header names another
     * @param otherBuckets refuses those that no header may name
     */
    Requests(String bucket, Consumer<String> otherBuckets, ChunkUploadConfiguration options, KeyResolver keys) {
        this.bucket = bucket;
        this.otherBuckets = otherBuckets;
        this.options = options;
        this.keys = keys;
        this.access = OptionChecks.access(options);
    }

    ChunkUploadOperation operation(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(ChunkUploadConstants.OPERATION);
        if (header == null) {
            return options.getOperation();
        }
        return header instanceof ChunkUploadOperation operation ? operation : ChunkUploadOperation.of(String.valueOf(header));
    }

    ObjectRef object(Exchange exchange) {
        return new ObjectRef(bucket(exchange), keys.key(exchange));
    }

    UploadRef upload(Exchange exchange) {
        return new UploadRef(object(exchange), text(exchange, ChunkUploadConstants.UPLOAD_ID, ""));
    }

    UploadRequest wish(Exchange exchange, StoreTraits traits) {
        return UploadRequest.of(object(exchange)).withMetadata(metadata(exchange, traits.metadata())).withReplace(replaces(exchange))
            .withAccess(access);
    }

    boolean replaces(Exchange exchange) {
        String header = text(exchange, ChunkUploadConstants.IF_EXISTS, "");
        if (header.isEmpty()) {
            return options.getIfExists() == IfExists.REPLACE;
        }
        if (!header.equalsIgnoreCase("replace") && !header.equalsIgnoreCase("fail")) {
            throw invalid(ChunkUploadConstants.IF_EXISTS, "must be replace or fail");
        }
        return header.equalsIgnoreCase("replace");
    }

    /**
     * Returns the metadata of header and options; an option goes before the header of the same name. The header Content-Type, which an
     * exchange may have for other reasons, is left out where the store would keep none.
     */
    private Metadata metadata(Exchange exchange, MetadataRule rule) {
        Metadata all = Metadata.NONE;
        String contentType = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
        if (OptionChecks.isSet(contentType)) {
            Metadata typed = Metadata.NONE.withHeader("content-type", contentType);
            all = rule.keeps(typed) ? typed : all;
        }
        all = all.and(header(exchange.getMessage()));
        for (Map.Entry<String, Object> entry : options.getMetadata().entrySet()) {
            all = all.withUser(entry.getKey(), String.valueOf(entry.getValue()));
        }
        if (OptionChecks.isSet(options.getContentType())) {
            all = all.withHeader("content-type", options.getContentType());
        }
        if (OptionChecks.isSet(options.getStorageClass())) {
            all = all.withHeader("storage-class", options.getStorageClass());
        }
        return all;
    }

    private static Metadata header(Message message) {
        Object header = message.getHeader(ChunkUploadConstants.METADATA);
        if (header instanceof Metadata metadata) {
            return metadata;
        }
        if (header != null && !(header instanceof Map)) {
            throw invalid(ChunkUploadConstants.METADATA, "must be a map");
        }
        return header == null ? Metadata.NONE : metadata((Map<?, ?>) header);
    }

    /** Returns metadata of one map: standard properties by their HTTP names, everything else is the user's own. */
    static Metadata metadata(Map<?, ?> all) {
        Metadata metadata = Metadata.NONE;
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            String name = String.valueOf(entry.getKey());
            String value = String.valueOf(entry.getValue());
            metadata = isStandard(name) ? metadata.withHeader(name, value) : metadata.withUser(name, value);
        }
        return metadata;
    }

    /** Returns whether {@code name} is a property with an HTTP name, and not one of the user's own. */
    static boolean isStandard(String name) {
        return STANDARD.contains(name.toLowerCase(Locale.ROOT));
    }

    Checksums expected(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(ChunkUploadConstants.EXPECTED);
        if (header == null) {
            return Checksums.NONE;
        }
        if (header instanceof Checksums sums) {
            return sums;
        }
        return checksums(ChunkUploadConstants.EXPECTED, header.toString());
    }

    /** Reads checksums as {@link Results#text} writes them. */
    static Checksums checksums(String header, String text) {
        Checksums sums = Checksums.NONE;
        for (String each : text.split(",")) {
            int colon = each.indexOf(':');
            if (colon < 1) {
                throw invalid(header, "must be like md5:0cc175b9c0f1b6a831c399e269772661");
            }
            sums = sums.with(digest(header, each.substring(0, colon)), each.substring(colon + 1).trim());
        }
        return sums;
    }

    /** Returns the digests of header {@value ChunkUploadConstants#DIGESTS}. */
    List<Digest> digests(Exchange exchange) {
        String names = text(exchange, ChunkUploadConstants.DIGESTS, "");
        return names.isBlank() ? List.of()
            : Arrays.stream(names.split(",")).map(name -> digest(ChunkUploadConstants.DIGESTS, name)).toList();
    }

    private static Digest digest(String header, String name) {
        try {
            return Digest.of(name.trim());
        } catch (IllegalArgumentException e) {
            throw invalid(header, "names none: " + e.getMessage());
        }
    }

    /** Returns which part is meant: by index, offset or both. */
    PartSlot slot(Exchange exchange, long length) {
        int index = count(exchange, ChunkUploadConstants.PART_INDEX, PartSlot.UNKNOWN);
        long offset = number(exchange, ChunkUploadConstants.OFFSET, PartSlot.UNKNOWN);
        if (index < 0 && offset < 0) {
            throw invalid(ChunkUploadConstants.PART_INDEX, "or " + ChunkUploadConstants.OFFSET + " must say which part this is");
        }
        if (offset < PartSlot.UNKNOWN) {
            throw invalid(ChunkUploadConstants.OFFSET, "must not be negative");
        }
        return new PartSlot(index, offset, length);
    }

    List<PartReceipt> receipts(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(ChunkUploadConstants.RECEIPTS);
        if (header == null) {
            return List.of();
        }
        if (!(header instanceof List<?> list) || !list.stream().allMatch(PartReceipt.class::isInstance)) {
            throw invalid(ChunkUploadConstants.RECEIPTS, "must be a list of part receipts");
        }
        return list.stream().map(PartReceipt.class::cast).toList();
    }

    /** Returns the ticket of an upload that another process has opened. */
    Optional<UploadTicket> ticket(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(ChunkUploadConstants.TICKET);
        if (header == null) {
            return Optional.empty();
        }
        if (!(header instanceof UploadTicket ticket)) {
            throw invalid(ChunkUploadConstants.TICKET, "must be a ticket");
        }
        if (!ticket.upload().object().bucket().equals(bucket)) {
            throw invalid(ChunkUploadConstants.TICKET, "is for the bucket " + ticket.upload().object().bucket() + ", not for " + bucket);
        }
        return Optional.of(ticket);
    }

    /** Returns the parts by which such an upload is to be completed. */
    Ledger ledger(Exchange exchange) {
        if (exchange.getMessage().getHeader(ChunkUploadConstants.LEDGER) instanceof Ledger ledger) {
            return ledger;
        }
        throw invalid(ChunkUploadConstants.LEDGER, "must have the parts of the upload that " + ChunkUploadConstants.TICKET + " names");
    }

    ByteRange range(Exchange exchange) {
        String text = text(exchange, ChunkUploadConstants.RANGE, "0-");
        Matcher range = RANGE.matcher(text.trim());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            throw invalid(ChunkUploadConstants.RANGE, "must be like 0-99, 100- or -5");
        }
        try {
            return new ByteRange(range.group(1).isEmpty() ? -1 : Long.parseLong(range.group(1)),
                range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2)));
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_RANGE, "Header " + ChunkUploadConstants.RANGE + " is no range: " + text);
        }
    }

    long number(Exchange exchange, String header, long otherwise) {
        Object value = exchange.getMessage().getHeader(header);
        if (value == null) {
            return otherwise;
        }
        return converted(exchange, header, Long.class).orElseThrow(() -> invalid(header, "must be a number"));
    }

    /** Returns a number that fits an int and is not below {@code least}, which it is without the header. */
    int count(Exchange exchange, String header, int least) {
        long number = number(exchange, header, least);
        if (number < least || number > Integer.MAX_VALUE) {
            throw invalid(header, "must be a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /** Returns bytes of an object, which the header must tell. */
    long bytes(Exchange exchange, String header, String why) {
        long number = number(exchange, header, -1);
        if (number < 0) {
            throw invalid(header, why + ", as a number from 0");
        }
        return number;
    }

    /** Returns the text of a header that must be there. */
    String needed(Exchange exchange, String header, String why) {
        String text = text(exchange, header, "");
        if (text.isEmpty()) {
            throw invalid(header, why);
        }
        return text;
    }

    String text(Exchange exchange, String header, String otherwise) {
        String text = exchange.getMessage().getHeader(header, String.class);
        return text == null ? otherwise : text;
    }

    Duration duration(Exchange exchange, String header, Duration otherwise) {
        if (exchange.getMessage().getHeader(header) == null) {
            return otherwise;
        }
        return converted(exchange, header, Duration.class).filter(duration -> !duration.isNegative())
            .orElseThrow(() -> invalid(header, "must be a time such as 15m or 24h"));
    }

    private static <T> Optional<T> converted(Exchange exchange, String header, Class<T> type) {
        try {
            return Optional.ofNullable(exchange.getMessage().getHeader(header, type));
        } catch (TypeConversionException e) {
            return Optional.empty();
        }
    }

    String prefix(Exchange exchange) {
        return keys.prefixed(text(exchange, ChunkUploadConstants.PREFIX, ""));
    }

    /** Returns the bucket of the endpoint. */
    String bucket() {
        return bucket;
    }

    /** Returns the bucket that is meant: that of the header, else that of the endpoint. */
    String bucket(Exchange exchange) {
        String named = text(exchange, ChunkUploadConstants.OVERRIDE_BUCKET, "");
        if (named.isEmpty() || named.equals(bucket)) {
            return bucket;
        }
        otherBuckets.accept(named);
        return named;
    }

    /** Returns the secrets that open the bytes of objects. */
    Access access() {
        return access;
    }

    static UploadException invalid(String header, String how) {
        return UploadException.of(Failure.INVALID_ARGUMENT, "Header " + header + " " + how);
    }
}
