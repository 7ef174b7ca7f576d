package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Sha1;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The field {@code uploadparts} of files/v2: how SHA-1 stands after each piece of a file. The digest of a piece is the state of the
 * algorithm at its end, each of the five words with its bytes reversed; that of the last piece is the SHA-1 of the file (found by running
 * the vendor's SDK 4.7). As each state is where the next piece goes on, a piece can be checked by itself, in whatever order they come; and
 * when all pieces are right, so is the file. Immutable.
 */
final class UploadParts {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Piece> pieces;

    private record Piece(long offset, long length, String digest) {

        long end() {
            return offset + length;
        }
    }

    private UploadParts(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /**
     * Reads the field.
     *
     * @param size of the file
     * @param sha of the file
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when the pieces do not make up the file
     */
    static UploadParts parse(String text, long size, String sha) {
        List<Piece> pieces = new ArrayList<>();
        long offset = 0;
        for (JsonNode node : array(text)) {
            Piece piece = piece(node);
            if (piece.offset() != offset || offset % Sha1.BLOCK != 0) {
                throw invalid("a piece must begin where the one before ends, at a multiple of " + Sha1.BLOCK + ", not at "
                    + piece.offset());
            }
            offset = piece.end();
            pieces.add(piece);
        }
        if (offset != size) {
            throw invalid("the pieces have " + offset + " bytes, the file has " + size);
        }
        if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).digest().equals(sha)) {
            throw invalid("the digest of the last piece must be the SHA-1 of the file");
        }
        return new UploadParts(pieces);
    }

    private static JsonNode array(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root != null && root.isArray()) {
                return root;
            }
        } catch (JacksonException e) {
            throw invalid("it is no JSON");
        }
        throw invalid("it is no JSON array");
    }

    private static Piece piece(JsonNode node) {
        long offset = node.path("offset").asLong(-1);
        long length = node.path("datalen").asLong(-1);
        String digest = node.path("datasha").asText().toLowerCase(Locale.ROOT);
        if (offset < 0 || length < 0 || length > Long.MAX_VALUE - offset || !digest.matches("[0-9a-f]{40}")) {
            throw invalid("a piece has an offset, a datalen and a datasha of 40 hex digits");
        }
        return new Piece(offset, length, digest);
    }

    private static UploadException invalid(String why) {
        return CosSliceError.REQUEST_PARAMETER.failure("The field uploadparts cannot be: " + why);
    }

    /** Reads a file and returns its pieces of {@code unit} bytes, a multiple of {@value Sha1#BLOCK}. */
    static UploadParts of(Body file, int unit) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        Sha1 running = new Sha1();
        try (InputStream in = file.open()) {
            long offset = 0;
            byte[] piece = in.readNBytes(unit);
            byte[] next = in.readNBytes(unit);
            while (next.length > 0) {
                running.update(piece, 0, piece.length);
                pieces.add(new Piece(offset, piece.length, text(running.state())));
                offset += piece.length;
                piece = next;
                next = in.readNBytes(unit);
            }
            running.update(piece, 0, piece.length);
            pieces.add(new Piece(offset, piece.length, running.finish()));
        }
        return new UploadParts(pieces);
    }

    /** Returns the one piece of a file that is no longer than a piece. */
    static UploadParts whole(long size, String sha) {
        return new UploadParts(List.of(new Piece(0, size, sha)));
    }

    /** Returns the SHA-1 of the file. */
    String sha() {
        return pieces.get(pieces.size() - 1).digest();
    }

    /** Returns how many pieces there are. */
    int count() {
        return pieces.size();
    }

    /** Returns the text of the field. */
    String json() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Piece piece : pieces) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("offset", piece.offset());
            fields.put("datalen", piece.length());
            fields.put("datasha", piece.digest());
            list.add(fields);
        }
        return JSON.valueToTree(list).toString();
    }

    /**
     * Checks the pieces that a slice has all bytes of.
     *
     * @param offset of the slice in the file
     * @param slice can be read again
     * @throws UploadException with {@link Failure#DIGEST_MISMATCH} when one of them is not what was announced
     */
    void verify(long offset, Body slice) {
        int first = firstFrom(offset);
        long end = offset + slice.length();
        if (first == pieces.size() || pieces.get(first).end() > end) {
            return;
        }
        try (InputStream in = slice.open()) {
            in.skipNBytes(pieces.get(first).offset() - offset);
            for (int i = first; i < pieces.size() && pieces.get(i).end() <= end; i++) {
                verify(i, in);
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "A slice that was received could not be read", e);
        }
    }

    private int firstFrom(long offset) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void verify(int index, InputStream in) throws IOException {
        Piece piece = pieces.get(index);
        Sha1 sha = new Sha1(index == 0 ? Sha1.State.INITIAL : state(pieces.get(index - 1).digest(), piece.offset()));
        byte[] buffer = new byte[(int) Math.min(64 << 10, Math.max(1, piece.length()))];
        for (long left = piece.length(); left > 0;) {
            int read = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
            if (read == 0) {
                throw UploadException.of(Failure.INTERNAL, "A slice that was received is shorter than it was");
            }
            sha.update(buffer, 0, read);
            left -= read;
        }
        boolean last = index == pieces.size() - 1;
        if (!piece.digest().equals(last ? sha.finish() : text(sha.state()))) {
            throw CosSliceError.SHA_MISMATCH.failure("The bytes from " + piece.offset() + " on are not those uploadparts announced");
        }
    }

    private static String text(Sha1.State state) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(Integer.reverseBytes(state.a())) + hex.toHexDigits(Integer.reverseBytes(state.b()))
            + hex.toHexDigits(Integer.reverseBytes(state.c())) + hex.toHexDigits(Integer.reverseBytes(state.d()))
            + hex.toHexDigits(Integer.reverseBytes(state.e()));
    }

    private static Sha1.State state(String text, long bytes) {
        int[] words = new int[5];
        for (int i = 0; i < words.length; i++) {
            words[i] = Integer.reverseBytes(HexFormat.fromHexDigits(text, 8 * i, 8 * i + 8));
        }
        return new Sha1.State(words[0], words[1], words[2], words[3], words[4], bytes);
    }
}
