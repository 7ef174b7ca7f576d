package io.github.chunkupload.component;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.TransferResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes results into the headers of a message. What an earlier step left under the same names and is not known now goes. */
final class Results {

    private Results() {
    }

    static void object(Message message, ObjectReceipt receipt) {
        message.setHeader(ChunkUploadConstants.KEY_PRODUCED, receipt.object().key());
        set(message, ChunkUploadConstants.ETAG, emptyToNull(receipt.etag()));
        set(message, ChunkUploadConstants.CHECKSUM, text(receipt.sums()));
        set(message, ChunkUploadConstants.SIZE, receipt.size() < 0 ? null : receipt.size());
        set(message, ChunkUploadConstants.LOCATION, receipt.location().orElse(null));
    }

    static void transfer(Message message, TransferResult result) {
        object(message, result.receipt());
        set(message, ChunkUploadConstants.UPLOAD_ID, emptyToNull(result.uploadId()));
        message.setHeader(ChunkUploadConstants.SIZE, result.bytes());
        message.setHeader(ChunkUploadConstants.PARTS, result.parts());
        message.setHeader(ChunkUploadConstants.RESUMED, result.resumedParts());
        message.setHeader(ChunkUploadConstants.PROOF, result.proof().token());
    }

    static void part(Message message, PartReceipt receipt, Proof proof) {
        part(message, receipt);
        message.setHeader(ChunkUploadConstants.PROOF, proof.token());
    }

    /** Writes the receipt of a part whose bytes were not sent, so that nothing proves it. */
    static void part(Message message, PartReceipt receipt) {
        message.setHeader(ChunkUploadConstants.RECEIPT, receipt);
        set(message, ChunkUploadConstants.ETAG, emptyToNull(receipt.etag()));
        set(message, ChunkUploadConstants.CHECKSUM, text(receipt.sums()));
        set(message, ChunkUploadConstants.SIZE, receipt.slot().length() < 0 ? null : receipt.slot().length());
        message.removeHeader(ChunkUploadConstants.PROOF);
    }

    static void info(Message message, ObjectInfo info) {
        message.setHeader(ChunkUploadConstants.KEY_PRODUCED, info.object().key());
        set(message, ChunkUploadConstants.ETAG, emptyToNull(info.etag()));
        set(message, ChunkUploadConstants.CHECKSUM, text(info.sums()));
        set(message, ChunkUploadConstants.SIZE, info.size());
        set(message, ChunkUploadConstants.METADATA, map(info.metadata()));
        message.setHeader(Exchange.FILE_LAST_MODIFIED, info.modified().toEpochMilli());
        set(message, Exchange.CONTENT_TYPE, info.metadata().header("content-type").orElse(null));
    }

    static void set(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }

    /** Returns the checksums as header {@value ChunkUploadConstants#CHECKSUM} tells them; null when none is known. */
    static String text(Checksums sums) {
        return sums.isEmpty() ? null
            : sums.known().stream().map(d -> d.token() + ":" + sums.get(d).orElseThrow()).collect(Collectors.joining(","));
    }

    /** Returns standard properties and the user's own in one map, as header {@value ChunkUploadConstants#METADATA} holds them. */
    static Map<String, String> map(Metadata metadata) {
        Map<String, String> all = new TreeMap<>(metadata.user());
        all.putAll(metadata.headers());
        return all;
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
