package io.github.chunkupload.disk;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The shape of a record in a file: length of the payload and CRC-32C, four bytes each, big-endian, then the payload. The checksum also
 * covers the position in the file, so that what an older writer left further back never passes for a record.
 */
final class Frame {

    private static final int HEAD = 8;

    private Frame() {
    }

    static byte[] seal(byte[] payload, long position) {
        return ByteBuffer.allocate(HEAD + payload.length).putInt(payload.length).putInt(crc(payload, position)).put(payload).array();
    }

    /** Returns the payload at {@code position} of {@code file}; empty when it is torn or the file ends. */
    static Optional<byte[]> unseal(byte[] file, int position) {
        ByteBuffer buffer = ByteBuffer.wrap(file, position, file.length - position);
        if (buffer.remaining() < HEAD) {
            return Optional.empty();
        }
        int length = buffer.getInt();
        int crc = buffer.getInt();
        if (length < 1 || length > buffer.remaining()) {
            return Optional.empty();
        }
        byte[] payload = new byte[length];
        buffer.get(payload);
        return crc == crc(payload, position) ? Optional.of(payload) : Optional.empty();
    }

    /** Returns the payload of a file that holds one record. */
    static byte[] only(byte[] file) throws DamagedRecordException {
        return unseal(file, 0).filter(payload -> payload.length + HEAD == file.length)
            .orElseThrow(() -> new DamagedRecordException("The record does not have its checksum"));
    }

    /** Returns where the frame after the one of {@code payload} at {@code position} begins. */
    static int after(int position, byte[] payload) {
        return position + HEAD + payload.length;
    }

    private static int crc(byte[] payload, long position) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
