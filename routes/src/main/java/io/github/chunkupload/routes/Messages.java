package io.github.chunkupload.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.routes.Tally.Mishap;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.UploadTicket;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/**
 * Claims and tallies as JSON text, the whole of a message: any queue carries that, and what an older node wrote a newer one can read.
 * Parts are written as {@code index proof checksums etag}, because a tally may have thousands.
 */
final class Messages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIELDS = 4;
    private static final String NO_SUMS = "-";

    private Messages() {
    }

    static String write(Claim claim) {
        ObjectNode json = upload(claim.ticket(), claim.path());
        return json.put("index", claim.slot().index()).put("offset", claim.slot().offset()).put("length", claim.slot().length()).toString();
    }

    static Claim claim(Message message) {
        return read(message, "the claim of a part", json -> new Claim(ticket(json), json.required("source").required("path").asText(),
            new PartSlot(json.required("index").intValue(), json.required("offset").longValue(), json.required("length").longValue())));
    }

    static String write(Tally tally) {
        ObjectNode json = upload(tally.ticket(), tally.path());
        json.put("opened", tally.opened()).put("rounds", tally.rounds()).put("known", tally.known());
        ArrayNode parts = json.putArray("parts");
        tally.parts().values().forEach(part -> parts.add(text(part)));
        tally.mishap().ifPresent(mishap -> json.putObject("failure").put("index", mishap.index()).put("kind", mishap.kind().name())
            .put("message", mishap.message()));
        return json.toString();
    }

    static Tally tally(Message message) {
        return read(message, "receipts of parts", json -> {
            UploadTicket ticket = ticket(json);
            Map<Integer, ConfirmedPart> parts = new TreeMap<>();
            json.required("parts").forEach(each -> {
                ConfirmedPart part = part(ticket, each.asText());
                parts.put(part.slot().index(), part);
            });
            return new Tally(ticket, json.required("source").required("path").asText(), json.required("opened").booleanValue(), parts,
                mishap(json.path("failure")), json.path("rounds").intValue(), json.path("known").intValue());
        });
    }

    private static Optional<Mishap> mishap(JsonNode json) {
        return json.isMissingNode() ? Optional.empty() : Optional.of(new Mishap(json.required("index").intValue(),
            Failure.valueOf(json.required("kind").asText()), json.required("message").asText()));
    }

    private static ObjectNode upload(UploadTicket ticket, String path) {
        ObjectNode json = JSON.createObjectNode();
        ObjectRef object = ticket.upload().object();
        json.putObject("upload").put("bucket", object.bucket()).put("key", object.key()).put("id", ticket.upload().uploadId())
            .put("tag", ticket.tag()).put("size", ticket.size()).put("partSize", ticket.partSize());
        json.putObject("source").put("path", path).put("size", ticket.source().size()).put("modified", ticket.source().modified())
            .put("changed", ticket.source().changed()).put("fileKey", ticket.source().fileKey());
        return json;
    }

    private static UploadTicket ticket(JsonNode json) {
        JsonNode upload = json.required("upload");
        JsonNode source = json.required("source");
        ObjectRef object = new ObjectRef(upload.required("bucket").asText(), upload.required("key").asText());
        return new UploadTicket(new UploadRef(object, upload.required("id").asText()), upload.required("tag").asText(),
            upload.required("size").longValue(), upload.required("partSize").longValue(),
            new SourceIdentity(source.required("size").longValue(), source.required("modified").longValue(),
                source.required("changed").longValue(), source.required("fileKey").asText()));
    }

    private static String text(ConfirmedPart part) {
        String sums = part.sums().known().stream().map(digest -> digest.token() + ":" + part.sums().get(digest).orElseThrow())
            .collect(Collectors.joining(","));
        return part.slot().index() + " " + part.proof().token() + " " + (sums.isEmpty() ? NO_SUMS : sums) + " " + part.etag();
    }

    private static ConfirmedPart part(UploadTicket ticket, String text) {
        String[] fields = text.split(" ", FIELDS);
        if (fields.length < FIELDS) {
            throw new IllegalArgumentException("'" + text + "' is no part");
        }
        Checksums sums = Checksums.NONE;
        for (String each : fields[2].equals(NO_SUMS) ? new String[0] : fields[2].split(",")) {
            sums = sums.with(Digest.of(each.substring(0, each.indexOf(':'))), each.substring(each.indexOf(':') + 1));
        }
        return new ConfirmedPart(ticket.slot(Integer.parseInt(fields[0])), fields[3], sums, proof(fields[1]));
    }

    static Proof proof(String token) {
        return Arrays.stream(Proof.values()).filter(proof -> proof.token().equals(token)).findFirst().orElse(Proof.SIZE_ONLY);
    }

    private static <T> T read(Message message, String what, Reader<T> reader) {
        String text = message.getBody(String.class);
        Supplier<String> refusal = () -> "The message is not " + what + " as the routes of this module write it: ";
        try {
            JsonNode json = text == null ? JSON.missingNode() : JSON.readTree(text);
            return reader.read(json);
        } catch (JsonProcessingException e) {
            throw UploadException.of(Failure.MALFORMED, refusal.get() + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw UploadException.of(Failure.MALFORMED, refusal.get() + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {

        T read(JsonNode json);
    }
}
