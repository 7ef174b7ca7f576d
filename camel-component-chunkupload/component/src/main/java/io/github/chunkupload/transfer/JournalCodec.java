package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The format of a journal file, version 1: frames of length (4 bytes), CRC32 (4 bytes) and content, all big-endian. A content begins
 * with the byte of its kind; texts are modified UTF-8 with a length of 2 bytes. The first frame is always {@code KEY}, the second
 * {@code OPENED}; {@code CUSTOMER_KEY} is the third, where there is one; {@code PART} and {@code PHASE} follow as they happen. The first
 * frame that is short or damaged ends the file: what follows it was never confirmed to be written.
 */
final class JournalCodec {

    private static final byte VERSION = 1;
    private static final byte KEY = 1;
    private static final byte OPENED = 2;
    private static final byte PART = 3;
    private static final byte PHASE = 4;
    private static final byte CUSTOMER_KEY = 5;
    private static final int FRAME_HEAD = 8;

    private JournalCodec() {
    }

    /**
     * What a file has.
     *
     * @param entry the entry
     * @param length bytes that are whole frames
     */
    record Decoded(JournalEntry entry, int length) {
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] begin(JournalEntry entry) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(KEY, out -> writeKey(out, entry)));
        all.writeBytes(frame(OPENED, out -> {
            out.writeUTF(entry.upload().uploadId());
            out.writeLong(entry.admission().partSize());
            out.writeBoolean(entry.admission().serial());
            out.writeLong(entry.admission().contiguous());
            out.writeLong(entry.partSize());
            out.writeUTF(entry.tag());
            out.writeLong(entry.begun().toEpochMilli());
            writeSums(out, entry.sums());
        }));
        entry.customerKey().ifPresent(verifier -> all.writeBytes(frame(CUSTOMER_KEY, out -> {
            out.writeUTF(verifier.salt());
            out.writeUTF(verifier.mac());
        })));
        return all.toByteArray();
    }

    static byte[] part(ConfirmedPart part) {
        return frame(PART, out -> {
            out.writeInt(part.slot().index());
            out.writeLong(part.slot().offset());
            out.writeLong(part.slot().length());
            out.writeUTF(part.etag());
            writeSums(out, part.sums());
            out.writeUTF(part.proof().name());
        });
    }

    private static void writeSums(DataOutputStream out, Checksums sums) throws IOException {
        out.writeByte(sums.known().size());
        for (Digest digest : sums.known()) {
            out.writeUTF(digest.token());
            out.writeUTF(sums.get(digest).orElseThrow());
        }
    }

    static byte[] phase(JournalEntry.Phase phase) {
        return frame(PHASE, out -> out.writeUTF(phase.name()));
    }

    private static void writeKey(DataOutputStream out, JournalEntry entry) throws IOException {
        out.writeByte(VERSION);
        out.writeUTF(entry.key().endpoint());
        out.writeUTF(entry.key().object().bucket());
        out.writeUTF(entry.key().object().key());
        out.writeLong(entry.key().source().size());
        out.writeLong(entry.key().source().modified());
        out.writeLong(entry.key().source().changed());
        out.writeUTF(entry.key().source().fileKey());
        out.writeUTF(entry.hint());
    }

    private static byte[] frame(byte kind, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            content.write(out);
        } catch (IOException e) {
            throw new IllegalArgumentException("A journal cannot hold this: " + e.getMessage(), e);
        }
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(FRAME_HEAD + body.length).putInt(body.length).putInt(crc(body)).put(body).array();
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** Reads a file as far as it is whole; empty: it does not even say of which upload it is. */
    static Optional<Decoded> decode(byte[] file) {
        ByteBuffer rest = ByteBuffer.wrap(file);
        JournalEntry entry = null;
        List<ConfirmedPart> parts = new ArrayList<>();
        int whole = 0;
        for (Optional<byte[]> frame = next(rest); frame.isPresent(); frame = next(rest)) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.get()))) {
                byte kind = in.readByte();
                if (entry == null && kind != KEY) {
                    return Optional.empty();
                }
                if (kind == PART) {
                    parts.add(readPart(in));
                } else {
                    entry = read(kind, in, entry);
                }
            } catch (IOException | RuntimeException unreadable) {
                break;
            }
            whole = rest.position();
        }
        return entry == null || entry.phase() == JournalEntry.Phase.NEW ? Optional.empty()
            : Optional.of(new Decoded(entry.with(parts), whole));
    }

    private static Optional<byte[]> next(ByteBuffer rest) {
        if (rest.remaining() < FRAME_HEAD) {
            return Optional.empty();
        }
        int length = rest.getInt();
        int crc = rest.getInt();
        if (length < 1 || length > rest.remaining()) {
            return Optional.empty();
        }
        byte[] body = new byte[length];
        rest.get(body);
        return crc(body) == crc ? Optional.of(body) : Optional.empty();
    }

    private static JournalEntry read(byte kind, DataInputStream in, JournalEntry entry) throws IOException {
        return switch (kind) {
            case KEY -> readKey(in);
            case OPENED -> readOpened(in, entry);
            case CUSTOMER_KEY -> entry.with(new KeyVerifier(in.readUTF(), in.readUTF()));
            case PHASE -> entry.with(JournalEntry.Phase.valueOf(in.readUTF()));
            default -> throw new IOException("A frame of kind " + kind + " is not of this version");
        };
    }

    private static JournalEntry readKey(DataInputStream in) throws IOException {
        if (in.readByte() != VERSION) {
            throw new IOException("A journal file of another version");
        }
        String endpoint = in.readUTF();
        ObjectRef object = new ObjectRef(in.readUTF(), in.readUTF());
        SourceIdentity source = new SourceIdentity(in.readLong(), in.readLong(), in.readLong(), in.readUTF());
        return JournalEntry.fresh(new UploadJournal.Key(endpoint, object, source), in.readUTF());
    }

    private static JournalEntry readOpened(DataInputStream in, JournalEntry entry) throws IOException {
        UploadRef upload = new UploadRef(entry.key().object(), in.readUTF());
        Admission.Open admission = new Admission.Open(upload, in.readLong(), in.readBoolean(), in.readLong());
        long partSize = in.readLong();
        String tag = in.readUTF();
        Instant begun = Instant.ofEpochMilli(in.readLong());
        return entry.opened(admission, partSize, tag, Optional.empty(), readSums(in), begun);
    }

    private static ConfirmedPart readPart(DataInputStream in) throws IOException {
        PartSlot slot = new PartSlot(in.readInt(), in.readLong(), in.readLong());
        String etag = in.readUTF();
        return new ConfirmedPart(slot, etag, readSums(in), Proof.valueOf(in.readUTF()));
    }

    private static Checksums readSums(DataInputStream in) throws IOException {
        Checksums sums = Checksums.NONE;
        for (int count = in.readByte(); count > 0; count--) {
            sums = sums.with(Digest.of(in.readUTF()), in.readUTF());
        }
        return sums;
    }
}
