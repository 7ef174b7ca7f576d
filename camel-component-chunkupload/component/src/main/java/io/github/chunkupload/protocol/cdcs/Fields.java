package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Reads fields as generously as the vendor writes them: numbers and truth values as such or as strings, three forms of dates, one
 * element in place of a list of one, fields left out. Where the generations name a field differently, both names are given.
 */
final class Fields {

    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    private Fields() {
    }

    /** Returns the text of the first of {@code names} that is there, without blanks around it; empty when none is. */
    static String text(JsonNode fields, String... names) {
        return exact(fields, names).strip();
    }

    /** Returns the text as it stands, for keys, which may begin with blanks. */
    static String exact(JsonNode fields, String... names) {
        for (String name : names) {
            JsonNode value = fields.path(name);
            if (value.isValueNode() && !value.isNull()) {
                return value.asText();
            }
        }
        return "";
    }

    static String required(JsonNode fields, String name) {
        String value = text(fields, name);
        if (value.isEmpty()) {
            throw UploadException.of(Failure.MALFORMED, "The document has no " + name);
        }
        return value;
    }

    static long number(JsonNode fields, String name, long absent) {
        String value = text(fields, name);
        try {
            return value.isEmpty() ? absent : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw UploadException.of(Failure.MALFORMED, name + " is not a number", e);
        }
    }

    static boolean flag(JsonNode fields, String name) {
        return text(fields, name).equalsIgnoreCase("true");
    }

    /** Returns a date; the epoch when it is absent or in no form known. One without a zone is taken as UTC. */
    static Instant date(JsonNode fields, String name) {
        String value = text(fields, name).replaceAll(" +", " ");
        return HttpDates.parseIso(value).orElseGet(() -> {
            try {
                return LocalDateTime.parse(value, CTIME).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                return Instant.EPOCH;
            }
        });
    }

    /** Returns the objects in a list. */
    static List<JsonNode> list(JsonNode fields, String name) {
        JsonNode value = fields.path(name);
        return value.isArray() ? StreamSupport.stream(value.spliterator(), false).filter(JsonNode::isObject).toList()
            : value.isObject() ? List.of(value) : List.of();
    }

    /** Returns a key or prefix as it is named, decoded where the document says that it is encoded. */
    static String key(JsonNode fields, String name, boolean encoded) {
        String text = exact(fields, name);
        try {
            return encoded ? Percent.decode(text) : text;
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.MALFORMED, name + " is not percent-encoded as announced", e);
        }
    }

    /** Returns whether the keys of a list are percent-encoded. */
    static boolean encoded(JsonNode fields) {
        return text(fields, "EncodingType", "Encoding-Type", "Encoding-type").equals("url");
    }

    /** Adds the accounts that clients expect; here both are the one that the server was configured with. */
    static void addOwners(ObjectNode fields, String id) {
        fields.putObject("Initiator").put("ID", id).put("DisplayName", id);
        addOwner(fields, id);
    }

    /** Adds the account that owns what is listed. */
    static void addOwner(ObjectNode fields, String id) {
        fields.putObject("Owner").put("ID", id).put("DisplayName", id);
    }
}
